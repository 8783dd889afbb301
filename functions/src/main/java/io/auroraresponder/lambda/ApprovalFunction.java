package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.SlackAnswer;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.notify.slack.SlackInteraction;
import io.auroraresponder.notify.slack.SlackSignature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the answers that people press in Slack, as its function URL hands them over. What is not signed by Slack within five minutes is
 * refused unread; what is signed is put where the function that acts reads what people say, and nothing else happens here: who may answer,
 * and how far, is settled there.
 */
public final class ApprovalFunction implements Rehearsed {
  private static final Logger LOG = LoggerFactory.getLogger(ApprovalFunction.class);

  /** Ours: far above what Slack sends with a message of ours in it, far below what costs time. */
  static final int MOST_BODY_BYTES = 64 * 1024;

  /** The body may be written with six characters a byte at most, as JSON escapes; headers and the rest take a few kilobytes. */
  private static final int MOST_EVENT_BYTES = 6 * MOST_BODY_BYTES + 64 * 1024;

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;

  private final Supplier<String> secret;
  private final OperatorsTable operators;
  private final InstantSource clock;

  /** As Lambda makes it: from the environment, once a container. */
  public ApprovalFunction() {
    this(Container.ofProcess().answering());
    Rehearsed.beforeSnapshots(this);
  }

  ApprovalFunction(Container.Answering answering) {
    this(answering.secret(), answering.operators(), answering.clock());
  }

  /** {@code secret}: the app's signing secret, asked for with every request. */
  ApprovalFunction(Supplier<String> secret, OperatorsTable operators, InstantSource clock) {
    this.secret = secret;
    this.operators = operators;
    this.clock = clock;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    byte[] read = event.readNBytes(MOST_EVENT_BYTES + 1);
    answer.write(answer(read).toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void rehearse() {
    SlackSignature signature = SlackSignature.made(clock.instant(), new byte[0], "rehearsal");
    var unused = signature.holds(new byte[0], "rehearsal") && SlackInteraction.read(new byte[0]).isPresent();
  }

  /** The answer to a function URL's event (Lambda Developer Guide, "Request and response payloads"). */
  public JsonObject answer(byte[] event) {
    if (event.length > MOST_EVENT_BYTES) {
      return refused(TOO_LARGE, "larger than any request of Slack");
    }
    Optional<JsonObject> request = object(event);
    if (request.filter(one -> one.has("selfcheck")).isPresent()) {
      JsonObject awake = new JsonObject();
      awake.addProperty("selfcheck", "awake");
      return awake;
    }
    if (request.isEmpty() || !(request.get().get("requestContext") instanceof JsonObject context)
        || !(context.get("http") instanceof JsonObject http) || !text(http, "method").equals("POST")) {
      return refused(METHOD_NOT_ALLOWED, "no POST of a function URL");
    }
    return posted(request.get());
  }

  private JsonObject posted(JsonObject request) {
    Optional<byte[]> body = body(request);
    if (body.isEmpty()) {
      return refused(BAD_REQUEST, "the body is no base64");
    }
    if (body.get().length > MOST_BODY_BYTES) {
      return refused(TOO_LARGE, "the body has more than 64 KiB");
    }
    Optional<SlackSignature> signature =
        SlackSignature.of(header(request, "x-slack-request-timestamp"), header(request, "x-slack-signature"))
            .filter(one -> one.isFresh(clock.instant()));
    if (signature.isEmpty()) {
      return refused(UNAUTHORIZED, "not signed by Slack within five minutes");
    }
    try {
      return signature.get().holds(body.get(), secret.get()) ? signed(signature.get(), body.get())
          : refused(UNAUTHORIZED, "the signature does not hold");
    } catch (DependencyException | TableUnavailableException silent) {
      LOG.atError().setMessage("answer from Slack not taken").addKeyValue("reason", silent.getMessage()).log();
      return refused(UNAVAILABLE, "not taken; press again");
    }
  }

  /** Slack sends other things too (a link that somebody opened): those are acknowledged, and nothing follows. */
  private JsonObject signed(SlackSignature signature, byte[] body) {
    SlackInteraction.read(body).ifPresent(pressed -> {
      SlackAnswer from = new SlackAnswer(pressed.team(), pressed.user(), pressed.app(), pressed.channel());
      boolean first = operators.answered(OperatorsTable.id(signature.at(), signature.name()), from, pressed.planHash(), pressed.yes());
      LOG.atInfo().setMessage(first ? "answer from Slack taken" : "answer from Slack came again").addKeyValue("user", pressed.user())
          .addKeyValue("team", pressed.team()).addKeyValue("plan", pressed.planHash()).addKeyValue("yes", pressed.yes()).log();
    });
    JsonObject answer = new JsonObject();
    answer.addProperty("statusCode", OK);
    return answer;
  }

  private static JsonObject refused(int status, String why) {
    LOG.atWarn().setMessage("request refused").addKeyValue("status", status).addKeyValue("reason", why).log();
    JsonObject answer = new JsonObject();
    answer.addProperty("statusCode", status);
    answer.addProperty("body", why);
    return answer;
  }

  /** As it was sent, which is what was signed; one that is too large is told by its length and not decoded. */
  private static Optional<byte[]> body(JsonObject request) {
    String body = text(request, "body");
    boolean encoded = request.get("isBase64Encoded") != null && request.get("isBase64Encoded").isJsonPrimitive()
        && request.get("isBase64Encoded").getAsBoolean();
    if (!encoded || body.length() > MOST_BODY_BYTES / 3 * 4 + 8) {
      return Optional.of(body.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return Optional.of(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /** Function URLs write names of headers in lower case; empty where it is missing. */
  private static String header(JsonObject request, String name) {
    if (!(request.get("headers") instanceof JsonObject headers)) {
      return "";
    }
    return headers.keySet().stream().filter(name::equalsIgnoreCase).findFirst().map(key -> text(headers, key)).orElse("");
  }

  private static Optional<JsonObject> object(byte[] event) {
    try {
      JsonElement tree = JsonParser.parseString(new String(event, StandardCharsets.UTF_8));
      return tree.isJsonObject() ? Optional.of(tree.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException noJson) {
      return Optional.empty();
    }
  }

  private static String text(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
