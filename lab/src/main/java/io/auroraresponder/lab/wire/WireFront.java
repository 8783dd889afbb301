package io.auroraresponder.lab.wire;

import com.sun.net.httpserver.HttpExchange;
import io.auroraresponder.intake.Arn;
import io.auroraresponder.lab.account.SimulatedAccount;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An account's HTTP front on 127.0.0.1: point SDKs and the AWS CLI at {@link #endpoint}.
 *
 * <p>Requests must be signed, as everywhere in AWS; by whom and whether rightly is not examined. Safe for several threads.
 */
public final class WireFront implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WireFront.class);

  /** Longer than any client of the functions waits for an answer (8 s). */
  private static final long SILENCE_SECONDS = 10;

  /** This machine, by address or name; S3 clients put the bucket before it. */
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:[a-z0-9.-]{1,255}\\.)?(?:127\\.0\\.0\\.1|localhost)(?::\\d{1,5})?|\\[::1](?::\\d{1,5})?");

  private final List<Protocol> protocols;
  private final InvokeRoute invocations;
  private final ObjectRoute objects;
  private final CallerIdentity identity;
  private final Set<String> accessKeys = new ConcurrentSkipListSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LocalServer server;
  private final ServerTime dated;

  private WireFront(
      List<Api> apis, Function<String, S3Client> objects, Functions functions, CallerIdentity identity, int port, InstantSource time) {
    this.protocols = List.of(StreamProtocol.cbor(apis), StreamProtocol.json(apis), new QueryProtocol(apis));
    this.objects = new ObjectRoute(objects);
    this.invocations = new InvokeRoute(functions);
    this.identity = identity;
    this.server = LocalServer.at(0, this::handle);
    this.dated = ServerTime.before(port, server.address().getPort(), time);
  }

  /** In front of an account, on a free port; whoever calls is the same to it. */
  public static WireFront of(SimulatedAccount account, Functions functions) {
    return of(account, functions, key -> "lab");
  }

  /**
   * In front of an account, on a free port.
   *
   * @param callers under which name the account records what is signed with an access key
   */
  public static WireFront of(SimulatedAccount account, Functions functions, UnaryOperator<String> callers) {
    String region = account.world().region();
    String partition = Arn.partitionOf(region);
    return new WireFront(
        Catalogue.of(account, callers), key -> account.s3(callers.apply(key)), functions,
        new CallerIdentity(account.world().account(), partition), 0, account.clock());
  }

  /**
   * In front of an account, on a port.
   *
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static WireFront at(int port, SimulatedAccount account, Functions functions) {
    String region = account.world().region();
    return new WireFront(
        Catalogue.of(account, key -> "lab"), key -> account.s3("lab"), functions,
        new CallerIdentity(account.world().account(), Arn.partitionOf(region)), port, account.clock());
  }

  /** In front of any clients. */
  static WireFront of(List<Api> apis, Functions functions) {
    return new WireFront(apis, key -> new NoObjects(), functions, new CallerIdentity("111122223333", "aws"), 0, InstantSource.system());
  }

  /** Where there are clients of other services alone, S3 refuses every operation. */
  private static final class NoObjects implements S3Client {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + dated.port());
  }

  /** Whose signatures were seen. */
  public Set<String> accessKeys() {
    return Set.copyOf(accessKeys);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String requestId = UUID.randomUUID().toString();
    try (exchange) {
      Optional<WireAnswer> answer = answer(exchange, requestId);
      if (answer.isEmpty()) {
        silence();
        return;
      }
      send(exchange, answer.get(), requestId);
    }
  }

  /** Empty: the caller shall hear nothing. */
  private Optional<WireAnswer> answer(HttpExchange exchange, String requestId) throws IOException {
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    if (!LOOPBACK.matcher(host).matches()) {
      // A page in a browser of this machine may have a name of its own lead here: only who asks for this machine is answered.
      return Optional.of(plain(403, "Forbidden: this account answers to 127.0.0.1 and localhost, not to " + host));
    }
    try {
      return answer(WireRequest.of(exchange), requestId);
    } catch (BadRequestException bad) {
      return Optional.of(plain(bad.status(), bad.code() + ": " + bad.words()));
    } catch (ApiCallAttemptTimeoutException unanswered) {
      return Optional.empty();
    } catch (RuntimeException defect) {
      LOG.atError().setMessage("request not answered").setCause(defect).log();
      return Optional.of(plain(500, "InternalFailure: the simulated account has a defect (" + defect.getClass().getSimpleName() + ")"));
    }
  }

  private Optional<WireAnswer> answer(WireRequest request, String requestId) throws BadRequestException {
    request.accessKey().ifPresent(accessKeys::add);
    if (InvokeRoute.leads(request)) {
      return Optional.of(
          request.accessKey().isPresent()
              ? invocations.answer(request)
              : InvokeRoute.error(403, "MissingAuthenticationTokenException", "The request is not signed."));
    }
    if (ObjectRoute.leads(request)) {
      return Optional.of(objects.answer(request, requestId));
    }
    for (Protocol protocol : protocols) {
      if (protocol.speaks(request)) {
        return Optional.of(spoken(protocol, request, requestId));
      }
    }
    return Optional.of(plain(404, "This is the simulated AWS account of Aurora Responder; nothing is at " + request.method() + " " + request
        .path()));
  }

  private WireAnswer spoken(Protocol protocol, WireRequest request, String requestId) {
    try {
      if (request.accessKey().isEmpty()) {
        throw new BadRequestException(403, "MissingAuthenticationToken", "The request is not signed.");
      }
      if (protocol instanceof QueryProtocol && CallerIdentity.isAskedBy(WireRequest.parameters(request.text()))) {
        return identity.answer(requestId);
      }
      return called(protocol, request, protocol.asked(request), requestId);
    } catch (BadRequestException bad) {
      return protocol.error(request, Protocol.Failure.of(bad), requestId);
    }
  }

  private static WireAnswer called(Protocol protocol, WireRequest request, Protocol.Asked asked, String requestId)
      throws BadRequestException {
    Optional<Operation> operation = asked.api().operation(asked.operation());
    if (operation.isEmpty()) {
      return protocol.error(request, protocol.unknown(asked.operation()), requestId);
    }
    SdkPojo input = protocol.reader().read(operation.get().request(), asked.input());
    try {
      SdkPojo output = operation.get().call(asked.api().clients().apply(request.accessKey().orElse("")), input);
      String id = idOf(output).orElse(requestId);
      return protocol.answer(asked, output, id).with("x-amzn-RequestId", id);
    } catch (AwsServiceException refused) {
      return protocol.error(request, failure(refused), requestId);
    } catch (UnsupportedOperationException notHere) {
      // The methods of the SDK's interfaces throw it unless somebody implements them.
      return protocol.error(request, protocol.unknown(asked.operation()), requestId);
    }
  }

  /** The account gives its changes an id of its own. */
  private static Optional<String> idOf(SdkPojo output) {
    return Optional.ofNullable(((AwsResponse) output).responseMetadata()).map(metadata -> metadata.requestId())
        .filter(id -> !id.equals("UNKNOWN"));
  }

  private static Protocol.Failure failure(AwsServiceException refused) {
    return new Protocol.Failure(
        refused.statusCode(),
        refused.awsErrorDetails().errorCode(),
        refused.awsErrorDetails().errorMessage(),
        Optional.of(refused));
  }

  private static WireAnswer plain(int status, String words) {
    return WireAnswer.of(status, "text/plain;charset=utf-8", (words + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, WireAnswer answer, String requestId) throws IOException {
    Map<String, String> headers = answer.headers();
    headers.forEach(exchange.getResponseHeaders()::set);
    if (!headers.containsKey("x-amzn-RequestId")) {
      exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    }
    byte[] body = answer.body().asByteArrayUnsafe();
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Whoever is not to be answered waits, as behind a network that lost the answer; then the connection is cut. */
  private void silence() {
    try {
      var unused = closed.await(SILENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    dated.close();
    server.close();
  }
}
