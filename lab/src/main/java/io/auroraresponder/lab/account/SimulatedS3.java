package io.auroraresponder.lab.account;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** S3 that takes objects into the buckets that there are, and gives them back (Amazon S3 API reference, PutObject, GetObject). */
final class SimulatedS3 implements S3Client {
  /** UTF-8 bytes of a key (Amazon S3 user guide, object keys). */
  private static final int LONGEST_KEY = 1024;

  private final Line line;
  private final Map<String, Map<String, String>> buckets;

  SimulatedS3(Line line, Map<String, Map<String, String>> buckets) {
    this.line = line;
    this.buckets = buckets;
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    return line.answer("PutObject", request, () -> {
      Map<String, String> bucket = buckets.get(request.bucket());
      if (bucket == null) {
        throw ServiceErrors.error("s3", "NoSuchBucket", "The specified bucket does not exist");
      }
      if (request.key().getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
        throw ServiceErrors.error("s3", "KeyTooLongError", "Your key is too long");
      }
      String text = text(body);
      bucket.put(request.key(), text);
      return PutObjectResponse.builder().eTag("\"" + Integer.toHexString(text.hashCode()) + "\"").build();
    });
  }

  @Override
  public <R> R getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, R> reader) {
    return line.answer("GetObject", request, () -> {
      Map<String, String> bucket = buckets.get(request.bucket());
      if (bucket == null) {
        throw ServiceErrors.error("s3", "NoSuchBucket", "The specified bucket does not exist");
      }
      String object = bucket.get(request.key());
      if (object == null) {
        throw ServiceErrors.error("s3", "NoSuchKey", "The specified key does not exist.");
      }
      byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
      try {
        return reader.transform(
            GetObjectResponse.builder().contentLength((long) bytes.length).build(),
            AbortableInputStream.create(new ByteArrayInputStream(bytes)));
      } catch (Exception unread) {
        throw new IllegalStateException("an object in memory can be read", unread);
      }
    });
  }

  private static String text(RequestBody body) {
    try (InputStream stream = body.contentStreamProvider().newStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a body in memory can be read", impossible);
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
