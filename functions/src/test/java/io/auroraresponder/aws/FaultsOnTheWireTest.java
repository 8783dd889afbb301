package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.auroraresponder.aws.RdsRangeChange.Answer;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Table;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;


/** What AWS and the way to it can do to a call, under the real SDK clients: a read, a change and a write to the ledger. */
@ExtendWith(CredentialsOfNobody.class)
final class FaultsOnTheWireTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final ClusterId ORDERS = new ClusterId("orders-db");
  private static final ScalingRange RANGE = ScalingRange.of(0.5, 12);
  private static final String CLUSTERS = "<DescribeDBClustersResponse><DescribeDBClustersResult/></DescribeDBClustersResponse>";
  private static final String MODIFIED = "<ModifyDBClusterResponse><ModifyDBClusterResult/></ModifyDBClusterResponse>";

  /** A change over which nothing clear was said may have been applied; the sweep reads the range back. */
  enum Change {
    UNSURE,
    NOT_NOW,
    REFUSED
  }

  enum Fault {
    THROTTLED("Throttling", 400, true, Change.NOT_NOW),
    THROTTLED_BY_ITS_LONG_NAME("ThrottlingException", 400, true, Change.NOT_NOW),
    REQUEST_LIMIT("RequestLimitExceeded", 503, true, Change.NOT_NOW),
    TOO_MANY_REQUESTS("TooManyRequestsException", 429, true, Change.NOT_NOW),
    THROUGHPUT("ProvisionedThroughputExceededException", 400, true, Change.NOT_NOW),
    SLOW_DOWN("SlowDown", 503, true, Change.NOT_NOW),
    INTERNAL_FAILURE("InternalFailure", 500, true, Change.UNSURE),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503, true, Change.UNSURE),
    EXPIRED_TOKEN("ExpiredToken", 403, false, Change.REFUSED),
    CLOCK_SKEW("RequestExpired", 400, true, Change.REFUSED),
    ACCESS_DENIED("AccessDenied", 403, false, Change.REFUSED),
    CUT_BEFORE_IT_WAS_READ(true),
    CUT_AFTER_IT_WAS_READ(true),
    HALF_A_BODY(true),
    MUCH_OF_A_BODY(false),
    NO_HTTP_AT_ALL(true),
    GARBAGE_IN_PLACE_OF_XML(false),
    A_PAGE_OF_A_PROXY(false),
    A_PAGE_IN_GOOD_XML(false),
    AN_EMPTY_BODY(false),
    HEADERS_AND_NOTHING_ELSE(false),
    AN_ERROR_CALLED_200(false),
    ANOTHER_OPERATIONS_ANSWER(false),
    A_REDIRECT(false),
    CHUNKS_THAT_BREAK_OFF(true),
    GARBAGE_CALLED_GZIP(true),
    WITHOUT_END(true),
    MUTE(true);

    private final String code;
    private final int status;
    private final boolean passes;
    private final Change change;

    Fault(String code, int status, boolean passes, Change change) {
      this.code = code;
      this.status = status;
      this.passes = passes;
      this.change = change;
    }

    Fault(boolean passes) {
      this("", 0, passes, Change.UNSURE);
    }

    void putInto(WireServer server) {
      switch (this) {
        case CUT_BEFORE_IT_WAS_READ -> server.reset();
        case CUT_AFTER_IT_WAS_READ -> server.breakConnection();
        case HALF_A_BODY -> server.raw("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n<DescribeDBClu");
        case MUCH_OF_A_BODY -> server.raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n<DescribeDBClustersResponse>" + "<a>b</a>"
            .repeat(400));
        case NO_HTTP_AT_ALL -> server.raw("\u0001\u0002 garbage \u0003\r\n\r\n");
        case GARBAGE_IN_PLACE_OF_XML -> server.answer(200, "text/xml", "<<<&&&");
        case A_PAGE_OF_A_PROXY -> server.answer(200, "text/html", "<html><body>Sign in<br></body></html>");
        case A_PAGE_IN_GOOD_XML -> server.answer(200, "text/html", "<html><body>Sign in</body></html>");
        case AN_EMPTY_BODY -> server.answer(200, "text/xml", "");
        case HEADERS_AND_NOTHING_ELSE -> server.raw("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n");
        case AN_ERROR_CALLED_200 -> server.answer(200, "text/xml",
            "<ErrorResponse><Error><Type>Receiver</Type><Code>InternalFailure</Code><Message>no</Message></Error></ErrorResponse>");
        case ANOTHER_OPERATIONS_ANSWER -> server.answer(200, "text/xml",
            "<DescribeEventsResponse><DescribeEventsResult/></DescribeEventsResponse>");
        case A_REDIRECT -> server.raw(
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + server.address() + "/elsewhere\r\nContent-Length: 0\r\n\r\n");
        case CHUNKS_THAT_BREAK_OFF -> server.raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n<DescribeDBClustersResponse>");
        case GARBAGE_CALLED_GZIP -> server.raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\ngarbage");
        case WITHOUT_END -> server.raw("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<DescribeDBClustersResponse>" + "<a>b</a>"
            .repeat(1_200_000));
        case MUTE -> server.stayMute();
        default -> server.answer(status, "text/xml",
            "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>no</Message></Error></ErrorResponse>");
      }
    }
  }

  private final WireServer server = WireServer.started();
  private final AwsClients clients = AwsClients.of("eu-west-1", Optional.of(URI.create(server.address())));

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  /** What passes costs another request; what does not is a gap with the reason. */
  @ParameterizedTest
  @EnumSource
  void aReadIsRepeatedWhereThatHelpsAndElseAGap(Fault fault) {
    // Asked for at the same time.
    server.route("Action=DescribeDBInstances", "<DescribeDBInstancesResponse><DescribeDBInstancesResult/></DescribeDBInstancesResponse>");
    fault.putInto(server);
    server.answer(200, "text/xml", CLUSTERS);
    RdsControlPlane plane = plane(clients);

    if (fault.passes) {
      assertThat(plane.cluster(ORDERS)).isEmpty();
    } else {
      DependencyException gap = catchThrowableOfType(DependencyException.class, () -> plane.cluster(ORDERS));
      assertThat(gap).isNotNull();
      assertThat(gap.getMessage()).startsWith("rds:DescribeDBClusters").doesNotContain("\n").hasSizeLessThan(500);
      assertThat(server.bodies()).filteredOn(body -> body.contains("Action=DescribeDBClusters")).hasSize(1);
    }
  }

  /** However a change fails, one request was on the wire, and its answer is never taken for more than it says. */
  @ParameterizedTest
  @EnumSource
  void aChangeIsSentOnceAndIsRefusedForNowOrMayHaveBeenApplied(Fault fault) {
    fault.putInto(server);
    server.answer(200, "text/xml", MODIFIED);

    Answer answer = new RdsRangeChange(clients.effects()).modify(ORDERS, RANGE, "0a1b2c3d");

    assertThat(answer).isInstanceOf(switch (fault.change) {
      case UNSURE -> Answer.Unsure.class;
      case NOT_NOW -> Answer.NotNow.class;
      case REFUSED -> Answer.Refused.class;
    });
    assertThat(server.bodies()).hasSizeLessThanOrEqualTo(1);
  }

  /** A put that was throttled was not carried out; over any other the ledger is not available, and who wrote reads back. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"MUTE"})
  void aWriteToTheLedgerIsRepeatedOnlyWhereItWasNotCarriedOut(Fault fault) {
    json(fault);
    server.answer(200, "application/x-amz-json-1.0", "{}");
    DynamoDbTable table = new DynamoDbTable(clients.dynamoDb(), "ledger", Errors.backoff(), InstantSource.system());
    Table.Key key = new Table.Key("a", "b");

    if (fault.change == Change.NOT_NOW) {
      table.delete(key);
      assertThat(server.bodies()).hasSize(2);
    } else {
      assertThatThrownBy(() -> table.delete(key)).isInstanceOf(Table.TableUnavailableException.class)
          .hasMessageStartingWith("dynamodb:DeleteItem of table ledger");
      assertThat(server.bodies()).hasSizeLessThanOrEqualTo(1);
    }
  }

  /** The same answers in DynamoDB's form. */
  private void json(Fault fault) {
    switch (fault) {
      case CUT_BEFORE_IT_WAS_READ, CUT_AFTER_IT_WAS_READ, HALF_A_BODY, MUCH_OF_A_BODY, NO_HTTP_AT_ALL, MUTE, A_PAGE_IN_GOOD_XML,
          AN_EMPTY_BODY,
          HEADERS_AND_NOTHING_ELSE, AN_ERROR_CALLED_200, ANOTHER_OPERATIONS_ANSWER, A_REDIRECT, CHUNKS_THAT_BREAK_OFF, GARBAGE_CALLED_GZIP,
          WITHOUT_END -> fault.putInto(server);
      case GARBAGE_IN_PLACE_OF_XML -> server.answer(200, "application/x-amz-json-1.0", "{\"");
      case A_PAGE_OF_A_PROXY -> server.answer(200, "text/html", "<html><body>Sign in</body></html>");
      case THROTTLED -> answer("ThrottlingException", 400);
      case THROTTLED_BY_ITS_LONG_NAME -> answer("ThrottlingException", 400);
      case REQUEST_LIMIT -> answer("RequestLimitExceeded", 400);
      case TOO_MANY_REQUESTS -> answer("TooManyRequestsException", 429);
      case THROUGHPUT -> answer("ProvisionedThroughputExceededException", 400);
      case SLOW_DOWN -> answer("SlowDown", 503);
      case INTERNAL_FAILURE -> answer("InternalServerError", 500);
      case SERVICE_UNAVAILABLE -> answer("ServiceUnavailable", 503);
      case EXPIRED_TOKEN -> answer("ExpiredTokenException", 400);
      case CLOCK_SKEW -> answer("RequestExpired", 400);
      case ACCESS_DENIED -> answer("AccessDeniedException", 400);
    }
  }

  private void answer(String code, int status) {
    server.answer(status, "application/x-amz-json-1.0", "{\"__type\":\"com.amazon.coral.service#" + code + "\",\"message\":\"no\"}");
  }

  /**
   * A service that never answers, or a byte at a time so that no socket ever times out, takes its share of the time and no more: all tries
   * of a read 15 s, a write to the ledger 3 s.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoStaysMuteTakesNoMoreThanItsTime(boolean drips) throws Exception {
    for (int i = 0; i < 8; i++) {
      delay(server, drips);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor(); WireServer other = WireServer.started();
        AwsClients elsewhere = AwsClients.of("eu-west-1", Optional.of(URI.create(other.address())))) {
      delay(other, drips);
      long begun = System.nanoTime();
      Future<Throwable> read = threads.submit(() -> catchThrowableOfType(DependencyException.class, () -> plane(clients).cluster(ORDERS)));
      DynamoDbTable table = new DynamoDbTable(elsewhere.dynamoDb(), "ledger", Errors.backoff(), InstantSource.system());

      assertThatThrownBy(() -> table.delete(new Table.Key("a", "b"))).isInstanceOf(Table.TableUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
      assertThat(read.get()).isInstanceOf(DependencyException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(18));
    }
  }

  private static void delay(WireServer server, boolean drips) {
    if (drips) {
      server.drip();
    } else {
      server.stayMute();
    }
  }

  /** Neither a name that nobody knows nor a server without TLS is asked in the clear: reads are gaps, a change may have been applied. */
  @ParameterizedTest
  @CsvSource({"https://rds.nowhere.invalid", "NO TLS", "RESET IN TLS"})
  void withoutANameOrTlsNothingIsAnswered(String endpoint) {
    String address = endpoint.contains("TLS") ? server.address().replace("http:", "https:") : endpoint;
    for (int i = 0; i < 8; i++) {
      if (endpoint.equals("RESET IN TLS")) {
        server.reset();
      } else {
        server.raw("HTTP/1.1 400 Bad Request\r\n\r\n");
      }
    }
    try (AwsClients lost = AwsClients.of("eu-west-1", Optional.of(URI.create(address)))) {
      assertThatThrownBy(() -> plane(lost).cluster(ORDERS)).isInstanceOf(DependencyException.class);
      assertThat(new RdsRangeChange(lost.effects()).modify(ORDERS, RANGE, "0a1b2c3d")).isInstanceOf(Answer.Unsure.class);
    }
  }

  private static RdsControlPlane plane(AwsClients clients) {
    return new RdsControlPlane(clients.rds(), () -> NOW, Errors.backoff());
  }
}
