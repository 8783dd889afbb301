package io.auroraresponder.lab.cli;

import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.page.PageChannel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Fetches the report page of an incident from the bucket of a deployment, under the own credentials. */
public final class ReportCommand implements Command {
  /** An incident's id ends with the time that it was opened and eight digits; before that stands the cluster. */
  private static final Pattern INCIDENT = Pattern.compile("([a-z][a-z0-9-]*)-\\d{8}T\\d{6}-[0-9a-f]{8}");

  private final Consumer<Path> browser;

  /** {@code browser} opens a file for the person. */
  ReportCommand(Consumer<Path> browser) {
    this.browser = browser;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String arguments() {
    return "INCIDENT [--bucket B] [--link MINUTES] [--no-open] [--out DIR] " + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return "fetches the report page of an incident (its id stands in every message) and opens it; the ledger knows its bucket";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of("--no-open"), Set.of("--bucket", "--link", "--out"));
    String incident = OperatorTables.onlyWord(name(), arguments, "an incident's id such as orders-db-20261124T101530-dadc498d");
    Matcher parts = INCIDENT.matcher(incident);
    if (!parts.matches()) {
      throw new UsageException(incident + " is no incident's id; one looks like orders-db-20261124T101530-dadc498d");
    }
    Optional<Duration> link = arguments.value("--link").map(ReportCommand::minutes);
    OperatorTables.Caller caller = OperatorTables.caller(name(), arguments);
    String bucket = arguments.value("--bucket").orElseGet(() -> bucket(incident, arguments));
    String key = "pages/" + parts.group(1) + "/" + incident + ".html";
    String html = fetched(caller, bucket, key);
    OutFolder out =
        arguments.value("--out").map(folder -> OutFolder.asked(Path.of(folder)))
            .orElseGet(() -> OutFolder.usual(Path.of(System.getProperty("responder.root", "."))));
    Path page = out.page(incident, html);
    console.print(List.of(page.toString()));
    link.ifPresent(minutes -> console.print(List.of(
        "whoever has this address reads the page for " + minutes.toMinutes() + " min: " + signed(caller, bucket, key, minutes))));
    if (!arguments.has("--no-open")) {
      browser.accept(page);
    }
    return DONE;
  }

  /** As the notification function noted it when it kept the page. */
  private static String bucket(String incident, Arguments arguments) {
    NoticeLog notices = new NoticeLog(OperatorTables.ledgerTable("report", arguments));
    try {
      String shown = notices.read(incident, PageChannel.WORD).shown();
      Optional<String> noted = shown.isEmpty() ? Optional.empty() : PageChannel.bucket(RecordJson.read(shown, Shown.class));
      return noted.orElseThrow(() -> new UsageException(
          "the ledger of " + arguments.value("--name").orElse("aurora-responder") + " knows no page of " + incident
          + ": no incident of that "
              + "id was told in the last 90 days; an older page is found with --bucket, the output ReportBucket of the stack "
              + arguments.value("--name").orElse("aurora-responder") + "-data"));
    } catch (Table.TableUnavailableException silent) {
      throw new UsageException("the ledger could not be asked for the page's bucket (" + silent.getMessage()
          + "); --bucket names it, the output ReportBucket of the stack " + arguments.value("--name").orElse("aurora-responder") + "-data");
    }
  }

  /** An address that works for everybody is a key that can be lost: it is made where somebody asks for it, and ends within the hour. */
  private static Duration minutes(String given) {
    if (!given.matches("[1-9]|[1-5][0-9]|60")) {
      throw new UsageException("--link takes whole minutes, 1 to 60, not " + given);
    }
    return Duration.ofMinutes(Integer.parseInt(given));
  }

  private static String signed(OperatorTables.Caller caller, String bucket, String key, Duration length) {
    S3Presigner.Builder builder = S3Presigner.builder().region(Region.of(caller.region()));
    caller.endpoint().ifPresent(address -> builder.endpointOverride(address)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build()));
    try (S3Presigner presigner = builder.build()) {
      return presigner.presignGetObject(request -> request.signatureDuration(length).getObjectRequest(get -> get.bucket(bucket).key(key)))
          .url().toString();
    }
  }

  /** By the command of the machine's own desktop; where there is none, the path that was printed has to do. */
  static void open(Path page) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean desktop = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    String opener = os.contains("mac") ? "open" : os.contains("win") ? "explorer" : desktop ? "xdg-open" : "";
    if (!opener.isEmpty()) {
      try {
        var unused = new ProcessBuilder(opener, page.toAbsolutePath().toString()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      } catch (IOException noOpener) {
        // The path stands above.
      }
    }
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
