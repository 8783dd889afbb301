package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.auroraresponder.aws.ApprovalClients;
import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.OperatorRecords;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.SlackAnswer;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.notify.slack.SlackSignature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever finds the address may send anything: what Slack did not sign just now leaves no trace, and what it signed leaves one item. */
class ApprovalFunctionTest {
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final String HASH = "a1".repeat(32);
  private static final Instant NOW = Instant.parse("2026-11-24T10:16:00Z");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Table table = new InMemoryTable(clock);
  private final OperatorsTable operators = new OperatorsTable(table, clock);
  private final ApprovalFunction function = new ApprovalFunction(() -> SECRET, operators, clock);

  /** Slack's own example (Slack API, "Verifying requests from Slack"). */
  @Test
  void signsAsSlacksDocumentationDoes() {
    byte[] body =
        ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
            + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
            .getBytes(StandardCharsets.UTF_8);

    SlackSignature made = SlackSignature.made(Instant.ofEpochSecond(1531420618), body, SECRET);

    assertThat(made.signature()).isEqualTo("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    assertThat(made.holds(body, SECRET)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"approve, true, false", "refuse, false, false", "approve, true, true"})
  void whatIsSignedIsPutOnceWithWhoWhereAndWhichPlan(String action, boolean yes, boolean encoded) throws IOException {
    byte[] body = form(payload(action, HASH));

    assertThat(status(request(body, SlackSignature.made(NOW, body, SECRET), encoded))).isEqualTo(200);
    assertThat(status(request(body, SlackSignature.made(NOW, body, SECRET), encoded))).as("sent again").isEqualTo(200);

    assertThat(approvals()).singleElement().satisfies(said -> {
      assertThat(said.slack()).contains(new SlackAnswer("T012AB3C4", "U061F7AUR", "A0123456789", "C0123456789"));
      assertThat(said.approver()).isEqualTo("T012AB3C4:U061F7AUR");
      assertThat(said.via()).isEqualTo("slack");
      assertThat(said.yes()).isEqualTo(yes);
      assertThat(said.planHash()).isEqualTo(HASH);
      assertThat(said.at()).isEqualTo(NOW);
    });
    assertThat(table.all()).singleElement().satisfies(item -> assertThat(item.key().pk()).isEqualTo("SLACK#T012AB3C4:U061F7AUR"));
  }

  @ParameterizedTest
  @CsvSource({"-301", "-86400", "301", "3155760000"})
  void whatIsNotOfTheLastFiveMinutesIsRefused(long seconds) {
    byte[] body = form(payload("approve", HASH));

    assertThat(status(request(body, SlackSignature.made(NOW.plusSeconds(seconds), body, SECRET), false))).isEqualTo(401);
    assertThat(table.all()).isEmpty();
  }

  @Test
  void whatAnotherSecretSignedIsRefused() {
    byte[] body = form(payload("approve", HASH));

    assertThat(status(request(body, SlackSignature.made(NOW, body, "another"), false))).isEqualTo(401);
    assertThat(table.all()).isEmpty();
  }

  /** A byte more, a byte less, another moment: each is another request. */
  @Test
  void whatWasChangedAfterItWasSignedIsRefused() {
    byte[] body = form(payload("approve", HASH));
    SlackSignature signed = SlackSignature.made(NOW, body, SECRET);
    String later = Long.toString(NOW.getEpochSecond() + 1);

    assertThat(status(request(form(payload("refuse", HASH)), signed, false))).isEqualTo(401);
    assertThat(status(request(form(payload("approve", "b2".repeat(32))), signed, false))).isEqualTo(401);
    assertThat(status(request((new String(body, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8), signed, false)))
        .isEqualTo(401);
    assertThat(status(request(body, new SlackSignature(later, signed.signature()), false))).isEqualTo(401);
    assertThat(table.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-slack-signature", "x-slack-request-timestamp"})
  void requestWithoutAHeaderIsRefused(String missing) {
    byte[] body = form(payload("approve", HASH));
    JsonObject request = request(body, SlackSignature.made(NOW, body, SECRET), false);
    request.getAsJsonObject("headers").remove(missing);

    assertThat(status(request)).isEqualTo(401);
    request.remove("headers");
    assertThat(status(request)).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "x-slack-signature, v1=", "x-slack-signature, v0=", "x-slack-signature, ''", "x-slack-request-timestamp, 17639-5",
    "x-slack-request-timestamp, 99999999999999999999", "x-slack-request-timestamp, '１７６３９７９３６０'", "x-slack-request-timestamp, ''"})
  void headerThatIsNoneIsRefused(String name, String value) {
    byte[] body = form(payload("approve", HASH));
    JsonObject request = request(body, SlackSignature.made(NOW, body, SECRET), false);
    request.getAsJsonObject("headers").addProperty(name, value);

    assertThat(status(request)).isEqualTo(401);
    assertThat(table.all()).isEmpty();
  }

  @Test
  void namesOfHeadersMayBeWrittenInCapitals() {
    byte[] body = form(payload("approve", HASH));
    SlackSignature signed = SlackSignature.made(NOW, body, SECRET);
    JsonObject request = request(body, signed, false);
    JsonObject headers = new JsonObject();
    headers.addProperty("X-Slack-Signature", signed.signature());
    headers.addProperty("X-Slack-Request-Timestamp", signed.timestamp());
    headers.addProperty("Transfer-Encoding", "chunked");
    request.add("headers", headers);

    assertThat(status(request)).isEqualTo(200);
    assertThat(approvals()).hasSize(1);
  }

  /** The body is measured before anything of it is read, its signature included. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void bodyOfMoreThan64KibIsRefusedUnread(boolean encoded) {
    byte[] most = padded(64 * 1024);
    byte[] more = padded(64 * 1024 + 1);
    byte[] huge = padded(1024 * 1024);
    ApprovalFunction unasked = new ApprovalFunction(() -> {
      throw new AssertionError("nobody asks for the secret");
    }, operators, clock);

    assertThat(status(request(most, SlackSignature.made(NOW, most, SECRET), encoded))).isEqualTo(200);
    assertThat(unasked.answer(bytes(request(more, SlackSignature.made(NOW, more, SECRET), encoded))).get("statusCode").getAsInt())
        .isEqualTo(413);
    assertThat(unasked.answer(bytes(request(huge, SlackSignature.made(NOW, huge, SECRET), encoded))).get("statusCode").getAsInt())
        .isEqualTo(413);
    assertThat(approvals()).hasSize(1);
  }

  @Test
  void noMoreIsReadThanAnyRequestMayHave() throws IOException {
    ByteArrayInputStream endless = new ByteArrayInputStream(new byte[6 * 1024 * 1024]);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();

    function.handleRequest(endless, answer, new LambdaContext());

    assertThat(answer.toString(StandardCharsets.UTF_8)).contains("413");
    assertThat(endless.available()).isGreaterThan(5 * 1024 * 1024);
  }

  /** Signed, and yet no answer to a plan: acknowledged, and nothing follows. */
  @ParameterizedTest
  @ValueSource(strings = {
      "{}", "[]", "null", "{\"type\":\"view_submission\"}", "not json", "{\"type\":\"block_actions\",\"actions\":[]}",
      "{\"type\":\"block_actions\",\"actions\":[null]}", "{\"type\":\"block_actions\",\"actions\":\"approve\"}"})
  void whatSlackSignsAndIsNoAnswerLeavesNothing(String payload) {
    byte[] body = form(payload);

    assertThat(status(request(body, SlackSignature.made(NOW, body, SECRET), false))).isEqualTo(200);
    assertThat(table.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "U061F7AUR | U061F7AUR:X", "U061F7AUR | U０６１", "U061F7AUR | ''", "T012AB3C4 | T1#STOP", "T012AB3C4 | E012", "A0123456789 | B0123456789",
    "C0123456789 | D0123456789", "C0123456789 | #operations", "approve | approve2", "approve | Approve",
    "a1a1a1 | a1a1", "a1a1a1 | A1A1A1"})
  void idsThatAreNotSlacksOwnAreNoAnswer(String from, String to) {
    byte[] body = form(payload("approve", HASH).replace(from, to));

    assertThat(status(request(body, SlackSignature.made(NOW, body, SECRET), false))).isEqualTo(200);
    assertThat(table.all()).isEmpty();
  }

  @Test
  void twoAnswersInOneRequestAreNone() {
    String two = payload("approve", HASH).replace("\"actions\":[", "\"actions\":[{\"action_id\":\"refuse\",\"value\":\"" + HASH + "\"},");
    byte[] body = form(two);

    assertThat(status(request(body, SlackSignature.made(NOW, body, SECRET), false))).isEqualTo(200);
    assertThat(table.all()).isEmpty();
  }

  @Test
  void textOfPeopleInTheMessageChangesNothing() {
    String payload = payload("approve", HASH).replace("\"team\"", "\"message\":{\"text\":\"日本 \\u0000 😀 %26&=+ \\\"}]\"},\"team\"");
    byte[] body = form(payload);

    assertThat(status(request(body, SlackSignature.made(NOW, body, SECRET), true))).isEqualTo(200);
    assertThat(approvals()).hasSize(1);
  }

  @Test
  void bodyThatIsNotWhatItsEventSaysIsRefused() {
    byte[] body = form(payload("approve", HASH));
    JsonObject request = request(body, SlackSignature.made(NOW, body, SECRET), false);
    request.addProperty("isBase64Encoded", true);

    assertThat(status(request)).isEqualTo(400);
    request.remove("body");
    assertThat(status(request)).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[1]", "{\"requestContext\":{\"http\":{\"method\":\"GET\"}}}", "{\"Records\":[]}",
      "{\"requestContext\":1}"})
  void whatIsNoPostOfAFunctionUrlIsRefused(String event) {
    assertThat(function.answer(event.getBytes(StandardCharsets.UTF_8)).get("statusCode").getAsInt()).isEqualTo(405);
  }

  @Test
  void requestThatBringsASelfCheckInItsBodyIsStillARequest() {
    JsonObject request = request("{\"selfcheck\":true}".getBytes(StandardCharsets.UTF_8), new SlackSignature("1", "v0=00"), false);

    assertThat(status(request)).isEqualTo(401);
    assertThat(function.answer(Rehearsed.SELF_CHECK).get("selfcheck").getAsString()).isEqualTo("awake");
  }

  @Test
  void peopleAreAskedToPressAgainWhereItCouldNotBePut() {
    byte[] body = form(payload("approve", HASH));
    JsonObject request = request(body, SlackSignature.made(NOW, body, SECRET), false);
    ApprovalFunction secretless = new ApprovalFunction(() -> {
      throw new DependencyException("secretsmanager", "GetSecretValue", "AccessDenied", false, "no", null);
    }, operators, clock);

    JsonObject answer = secretless.answer(bytes(request));

    assertThat(answer.get("statusCode").getAsInt()).isEqualTo(503);
    assertThat(answer.get("body").getAsString()).isEqualTo("not taken; press again");
  }

  /** Two calls, each tried once, inside of what Slack waits for. */
  @Test
  void answersWithinThreeSeconds() {
    assertThat(ApprovalClients.CALL.multipliedBy(2)).isLessThan(ApprovalClients.ANSWER);
    assertThat(TimeBudgets.APPROVAL).isEqualTo(ApprovalClients.ANSWER);
  }

  private List<Approval> approvals() {
    return operators.read().orElse(OperatorRecords.NONE).approvals();
  }

  private int status(JsonObject request) {
    return function.answer(bytes(request)).get("statusCode").getAsInt();
  }

  private static byte[] bytes(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] form(String payload) {
    return ("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] padded(int size) {
    String payload = payload("approve", HASH);
    int missing = size - form(payload).length - form("\"x\":\"\",").length + "payload=".length();
    return form(payload.replaceFirst("\\{", "{\"x\":\"" + "y".repeat(missing) + "\","));
  }

  private static String payload(String action, String hash) {
    return "{\"type\":\"block_actions\",\"team\":{\"id\":\"T012AB3C4\",\"domain\":\"shop\"},"
        + "\"user\":{\"id\":\"U061F7AUR\",\"team_id\":\"T012AB3C4\"},"
        + "\"api_app_id\":\"A0123456789\",\"channel\":{\"id\":\"C0123456789\",\"name\":\"operations\"},\"actions\":[{\"action_id\":\""
        + action + "\",\"block_id\":\"b\",\"type\":\"button\",\"value\":\"" + hash + "\"}]}";
  }

  /** As a function URL hands it over (Lambda Developer Guide, "Request payload format"). */
  private static JsonObject request(byte[] body, SlackSignature signature, boolean encoded) {
    JsonObject headers = new JsonObject();
    headers.addProperty("content-type", "application/x-www-form-urlencoded");
    headers.addProperty("x-slack-signature", signature.signature());
    headers.addProperty("x-slack-request-timestamp", signature.timestamp());
    JsonObject http = new JsonObject();
    http.addProperty("method", "POST");
    http.addProperty("path", "/");
    JsonObject context = new JsonObject();
    context.add("http", http);
    JsonObject request = new JsonObject();
    request.addProperty("version", "2.0");
    request.add("headers", headers);
    request.add("requestContext", context);
    request.addProperty("body", encoded ? Base64.getEncoder().encodeToString(body) : new String(body, StandardCharsets.UTF_8));
    request.addProperty("isBase64Encoded", encoded);
    return request;
  }
}
