package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.notify.pager.PagerDuty;
import io.auroraresponder.notify.slack.SlackBot;
import io.auroraresponder.notify.slack.SlackHook;
import io.auroraresponder.notify.slack.SlackMessage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Whoever is told, asked for a secret or given work over the wire, and each service that is read: only its own answer counts, and
 * whatever else comes back leaves no secret in what is said of it.
 */
@ExtendWith(CredentialsOfNobody.class)
final class ChannelsOnTheWireTest {
  private static final String SECRET = "s3cr3t";
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final String AMZ = "application/x-amz-json-1.1";

  private final WireServer server = WireServer.started();
  private final URI address = URI.create(server.address());
  private final AwsClients clients = AwsClients.of("eu-west-1", Optional.of(address));
  private final ChannelClients channels = ChannelClients.of("eu-west-1", Optional.of(address));
  private final WebCall web = new WebCall(length -> { });

  @AfterEach
  void stop() {
    channels.secrets().ifMade(SecretsManagerClient::close);
    channels.bus().ifMade(EventBridgeClient::close);
    clients.close();
    server.close();
  }

  /** With the answer by which it says that it did as it was told. */
  enum To {
    SNS("text/xml", "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>"),
    SECRETS(AMZ, "{\"SecretString\":\"" + SECRET + "\"}"),
    BUS(AMZ, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e\"}]}"),
    BUCKET("", ""),
    HAND_OVER("", ""),
    SLACK("application/json", "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}"),
    WEB_HOOK("text/html", "ok"),
    PAGER_DUTY("", ""),
    RDS("text/xml", "<?xml version=\"1.0\"?>\n<!-- a -->\n<DescribeDBClustersResponse "
    + "xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"/>"),
    EC2("text/xml;charset=UTF-8", "\u00EF\u00BB\u00BF<DescribeSecurityGroupsResponse/>"),
    METRICS("application/cbor", "\u00A0"),
    INSIGHTS(AMZ, " {}");

    private final String type;
    private final String good;

    To(String type, String good) {
      this.type = type;
      this.good = good;
    }

    String answer() {
      return switch (this) {
        case BUCKET -> "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 0\r\n\r\n";
        case HAND_OVER, PAGER_DUTY -> "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
        case METRICS -> "HTTP/1.1 200 OK\r\nsmithy-protocol: rpc-v2-cbor\r\nContent-Type: application/cbor\r\n\r\n\u00A0";
        default -> "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n" + good;
      };
    }
  }

  enum Fault {
    A_PAGE_OF_A_PROXY("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>Sign in</body></html>"),
    AN_EMPTY_BODY("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    HALF_A_BODY("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n{\"a"),
    NO_HTTP_AT_ALL("\u0001\u0002 garbage \u0003\r\n\r\n"),
    A_REDIRECT("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
    NO_ANSWER(""),
    A_FAILURE("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
    NO_RIGHT("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");

    private final String bytes;

    Fault(String bytes) {
      this.bytes = bytes;
    }
  }

  static Stream<Arguments> each() {
    return Stream.of(To.values()).flatMap(to -> Stream.of(Fault.values()).map(fault -> Arguments.of(to, fault)));
  }

  @ParameterizedTest
  @EnumSource
  void itsOwnAnswerCounts(To to) {
    server.raw(to.answer());

    assertThatCode(() -> send(to)).doesNotThrowAnyException();
    assertThat(server.heads()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("each")
  void nothingElseIsTakenForAnAnswer(To to, Fault fault) {
    for (int i = 0; i < 6; i++) {
      server.raw(fault.bytes);
    }

    Throwable failed = catchThrowable(() -> send(to));

    assertThat(failed).as("%s after %s", to, fault).isInstanceOfAny(DependencyException.class, UndeliveredException.class,
        SdkException.class);
    assertThat(failed.toString()).doesNotContain(SECRET);
    assertThat(server.heads()).as("a redirect leads nowhere").noneMatch(head -> head.contains("elsewhere"));
  }

  private void send(To to) {
    Deadline deadline = Deadline.after(TIME);
    SlackMessage words = new SlackMessage("orders-db has trouble", "", List.of());
    switch (to) {
      case SNS -> clients.sns().get().publish(request -> request.topicArn("arn:aws:sns:eu-west-1:111122223333:t").message("m"));
      case SECRETS -> new SecretValues(channels.secrets(), Clock.systemUTC()).of("token");
      case BUS -> new EventBus(channels.bus(), "default").put("t", "{}", Instant.now(), List.of(), deadline);
      case BUCKET -> ReportBucket.of("eu-west-1", Optional.of(address), "reports").put("key", "{}");
      case HAND_OVER -> FunctionInvocations.of("eu-west-1", Optional.of(address)).send("probe", "{}");
      case SLACK -> new SlackBot(web, address.resolve("/api/"), () -> SECRET).post("C1", words, deadline);
      case WEB_HOOK -> new SlackHook(web, () -> address.resolve("/" + SECRET)).post("", words, deadline);
      case PAGER_DUTY -> new PagerDuty(web, address, () -> SECRET).send(new JsonObject(), deadline);
      case RDS -> clients.rds().get().describeDBClusters();
      case EC2 -> clients.network().get().describeSecurityGroups();
      case METRICS -> clients.cloudWatch().get().describeAlarms();
      case INSIGHTS -> clients.insights().get().describeDimensionKeys(request -> request.identifier("db-1").metric("db.load.avg"));
    }
  }

  /** Slack's form of an error under a good status, and what is none of its forms. */
  @ParameterizedTest
  @ValueSource(strings = {
      "{\"ok\":false,\"error\":\"internal_error\"}", "{\"ok\":null}", "{\"ok\":[true]}", "{\"ok\":{}}", "[]", "null", "{}"})
  void slackTakesAMessageWhereItSaysSo(String body) {
    server.answer(200, "application/json", body);

    assertThat(catchThrowable(() -> send(To.SLACK))).isInstanceOf(UndeliveredException.class);
  }

  /** EventBridge answers 200 with a code where it refused the one event. */
  @Test
  void anEventThatTheBusRefusedIsNotDelivered() {
    server.answer(200, AMZ, "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"InternalFailure\",\"ErrorMessage\":\"no\"}]}");

    assertThat(catchThrowable(() -> send(To.BUS))).isInstanceOf(UndeliveredException.class).hasMessageContaining("InternalFailure");
  }

  /** A body that comes a byte at a time ends with the time that is left, and one without end is not kept. */
  @Test
  void whoeverAnswersWithoutEndIsNotWaitedFor() {
    server.drip();
    long begun = System.nanoTime();
    Throwable slow =
        catchThrowable(() -> web.post("Slack", address, Map.of(), "{}", Deadline.after(Duration.ofMillis(700))));

    assertThat(slow).isInstanceOf(UndeliveredException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));

    for (int i = 0; i < 3; i++) {
      server.raw("HTTP/1.1 200 OK\r\n\r\n" + "ok ".repeat(700_000));
    }
    assertThat(catchThrowable(() -> send(To.WEB_HOOK))).isInstanceOf(UndeliveredException.class);
  }
}
