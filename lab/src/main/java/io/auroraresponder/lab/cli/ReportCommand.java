package io.auroraresponder.lab.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Fetches the report page of an incident from the bucket of a deployment, under the own credentials. */
public final class ReportCommand implements Command {
  /** An incident's id ends with the time that it was opened and eight digits; before that stands the cluster. */
  private static final Pattern INCIDENT = Pattern.compile("([a-z][a-z0-9-]*)-\\d{8}T\\d{6}-[0-9a-f]{8}");

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String arguments() {
    return "INCIDENT --bucket B [--out DIR] " + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return "fetches the report page of an incident (its id stands in every message) from the bucket of the output ReportBucket";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of(), Set.of("--bucket", "--out"));
    String incident = OperatorTables.onlyWord(name(), arguments, "an incident's id such as orders-db-20261124T101530-dadc498d");
    Matcher parts = INCIDENT.matcher(incident);
    if (!parts.matches()) {
      throw new UsageException(incident + " is no incident's id; one looks like orders-db-20261124T101530-dadc498d");
    }
    String bucket = arguments.value("--bucket").orElseThrow(() -> new UsageException(
        "report needs --bucket: the output ReportBucket of the stack " + arguments.value("--name").orElse("aurora-responder") + "-data"));
    OperatorTables.Caller caller = OperatorTables.caller(name(), arguments);
    String key = "pages/" + parts.group(1) + "/" + incident + ".html";
    String html = fetched(caller, bucket, key);
    OutFolder out =
        arguments.value("--out").map(folder -> OutFolder.asked(Path.of(folder)))
            .orElseGet(() -> OutFolder.usual(Path.of(System.getProperty("responder.root", "."))));
    console.print(out.page(incident, html).toString());
    return DONE;
  }

  private static String fetched(OperatorTables.Caller caller, String bucket, String key) {
    try (S3Client client = client(caller.region(), caller.endpoint())) {
      return client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    } catch (NoSuchKeyException none) {
      throw new UsageException("there is no " + key + " in the bucket " + bucket
          + ": no incident of that id was told, or it is kept no longer");
    } catch (AwsServiceException refused) {
      throw new UsageException("s3:GetObject of " + key + " in the bucket " + bucket + " was refused: "
          + refused.awsErrorDetails().errorCode() + ", " + refused.awsErrorDetails().errorMessage());
    } catch (SdkClientException unreachable) {
      throw new UsageException("S3 could not be reached: " + unreachable.getMessage());
    }
  }

  private static S3Client client(String region, Optional<URI> endpoint) {
    S3ClientBuilder builder = S3Client.builder().region(Region.of(region)).httpClient(UrlConnectionHttpClient.create());
    // A simulation has no names for its buckets.
    endpoint.ifPresent(address -> builder.endpointOverride(address).forcePathStyle(true));
    return builder.build();
  }
}
