package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The bucket that keeps reports as JSON, one object a report, and pages as HTML, one an incident. */
public final class ReportBucket {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** A report is some tens of kilobytes; people are told while it is late. */
  private static final Duration PUT = Duration.ofSeconds(5);

  private final Supplier<S3Client> client;
  private final String bucket;

  public ReportBucket(Supplier<S3Client> client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /**
   * With a client of its own, built when the first report is put.
   *
   * @param endpoint in place of AWS
   */
  public static ReportBucket of(String region, Optional<URI> endpoint, String bucket) {
    Lazy<S3Client> client =
        new Lazy<>() {
          @Override
          protected S3Client make() {
            return client(region, endpoint);
          }
        };
    return new ReportBucket(client, bucket);
  }

  private static S3Client client(String region, Optional<URI> endpoint) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
            .httpClient(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(PUT).build())
            .overrideConfiguration(configuration -> configuration.apiCallTimeout(PUT));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /**
   * Keeps a report; the same key again replaces it.
   *
   * @throws DependencyException when it was not kept
   */
  public void put(String key, String json) {
    put(key, "application/json", json);
  }

  /**
   * Keeps a page; the same key again makes a version of it.
   *
   * @throws DependencyException when it was not kept
   */
  public void putPage(String key, String html) {
    put(key, "text/html; charset=utf-8", html);
  }

  private void put(String key, String type, String text) {
    try {
      PutObjectResponse kept = client.get().putObject(
          request -> request.bucket(bucket).key(key).contentType(type), RequestBody.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
      if (kept.eTag() == null) {
        // S3 names what it keeps; a good status alone may be that of a proxy.
        throw new DependencyException("s3", "PutObject", "", true, "the answer names no object", null);
      }
    } catch (SdkException failure) {
      throw Failures.of("s3", "PutObject", failure);
    }
  }
}
