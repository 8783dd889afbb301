package io.auroraresponder.lab.cli;

import io.auroraresponder.intake.Arn;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
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
 * @param ahead how far AWS's clock is ahead of this machine's, to a second
 */
record AwsCaller(String userId, String account, Duration ahead) {
  private static final String ASKED = "Action=GetCallerIdentity&Version=2011-06-15";
  private static final Pattern USER = Pattern.compile("<UserId>([^<]+)</UserId>");
  private static final Pattern ACCOUNT = Pattern.compile("<Account>(\\d{12})</Account>");

  /** {@code endpoint}: in place of AWS. */
  static AwsCaller ask(String region, Optional<URI> endpoint) {
    URI sts = endpoint.orElseGet(() -> URI.create(
        "https://sts." + region + (Arn.partitionOf(region).equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com")));
    Answer answer = answer(sts, region);
    Duration ahead = answer.date().map(date -> Duration.between(Clock.systemUTC().instant(), date)).orElse(Duration.ZERO);
    return new AwsCaller(found(USER, answer.text()), found(ACCOUNT, answer.text()), ahead);
  }

  private static String found(Pattern pattern, String answer) {
    Matcher matcher = pattern.matcher(answer);
    if (!matcher.find()) {
      throw new UsageException("the credentials are refused: sts:GetCallerIdentity does not say whose they are");
    }
    return matcher.group(1);
  }

  private record Answer(String text, Optional<Instant> date) {}

  private static Answer answer(URI sts, String region) {
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
      try (InputStream body = answer.responseBody().<InputStream>map(told -> told).orElseGet(InputStream::nullInputStream)) {
        Optional<Instant> date = answer.httpResponse().firstMatchingHeader("Date")
            .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        return new Answer(new String(body.readAllBytes(), StandardCharsets.UTF_8), date);
      }
    } catch (IOException | SdkClientException silent) {
      throw new UsageException("sts:GetCallerIdentity at " + sts + " did not answer: " + silent.getMessage());
    }
  }
}
