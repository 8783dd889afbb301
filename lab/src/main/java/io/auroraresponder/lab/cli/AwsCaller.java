package io.auroraresponder.lab.cli;

import io.auroraresponder.intake.Arn;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Whose credentials these are, as AWS says it (STS GetCallerIdentity, which needs no permission).
 *
 * @param userId {@code aws:userid}, the partition key under which IAM lets this person write
 */
record AwsCaller(String userId, String account) {
  private static final String ASKED = "Action=GetCallerIdentity&Version=2011-06-15";
  private static final Pattern USER = Pattern.compile("<UserId>([^<]+)</UserId>");
  private static final Pattern ACCOUNT = Pattern.compile("<Account>(\\d{12})</Account>");

  /** {@code endpoint}: in place of AWS. */
  static AwsCaller ask(String region, Optional<URI> endpoint) {
    URI sts = endpoint.orElseGet(() -> URI.create(
        "https://sts." + region + (Arn.partitionOf(region).equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com")));
    String answer = answer(sts, region);
    return new AwsCaller(found(USER, answer), found(ACCOUNT, answer));
  }

  private static String found(Pattern pattern, String answer) {
    Matcher matcher = pattern.matcher(answer);
    if (!matcher.find()) {
      throw new UsageException("the credentials are refused: sts:GetCallerIdentity does not say whose they are");
    }
    return matcher.group(1);
  }

  private static String answer(URI sts, String region) {
    try (SdkHttpClient client = UrlConnectionHttpClient.create();
        DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build()) {
      AwsCredentials credentials = provider.resolveCredentials();
      SdkHttpRequest request =
          SdkHttpRequest.builder().uri(sts).method(SdkHttpMethod.POST)
              .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8").build();
      SignedRequest signed =
          AwsV4HttpSigner.create().sign(
              sign -> sign.identity(credentials).request(request).payload(ContentStreamProvider.fromUtf8String(ASKED))
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts").putProperty(AwsV4HttpSigner.REGION_NAME, region));
      HttpExecuteRequest sent =
          HttpExecuteRequest.builder().request(signed.request()).contentStreamProvider(signed.payload().orElseThrow()).build();
      HttpExecuteResponse answer = client.prepareRequest(sent).call();
      try (InputStream body = answer.responseBody().orElseThrow()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException | SdkClientException silent) {
      throw new UsageException("sts:GetCallerIdentity at " + sts + " did not answer: " + silent.getMessage());
    }
  }
}
