package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeCommandTest {
  private static final String ALARM = "../events/eventbridge-alarm-metric.json";

  @TempDir private Path folder = Path.of(".");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  private int run(String... words) {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, false, true);
    return new CommandLine(List.of(new InvokeCommand()), console).run(List.of(words));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private JsonObject answer() {
    return JsonParser.parseString(out()).getAsJsonObject();
  }

  @Test
  void printsTheAnswerAloneAsJson() {
    assertThat(run("invoke", ALARM, "--json")).isZero();

    JsonObject handled = answer().getAsJsonArray("handled").get(0).getAsJsonObject();
    assertThat(handled.get("shape").getAsString()).isEqualTo("eventbridge-alarm");
    assertThat(handled.get("result").getAsString()).isEqualTo("reported");
    assertThat(handled.getAsJsonObject("report").get("schema").getAsString()).isEqualTo("aurora-responder/report/1");
    assertThat(answer().getAsJsonArray("batchItemFailures")).isEmpty();
    assertThat(err()).isEmpty();
  }

  @Test
  void showsPeopleEachSignalItsReportAndWhatWasTold() {
    assertThat(run("invoke", "../events/pipes-batch.json")).isZero();

    assertThat(out())
        .startsWith("Aurora Responder lab · invoke ../events/pipes-batch.json · account 111122223333 eu-west-1 · 2026-03-02 09:15 UTC")
        .contains("  eventbridge-alarm  reported  ", "  eventbridge-rds-cluster  ", "Subject: WARNING", "Not checked: database",
        "  message  WARNING orders-db ")
        .doesNotContain("\u001b");
  }

  @Test
  void saysSoWhenNobodyWasToldAnything() {
    assertThat(run("invoke", "../events/self-check.json")).isZero();

    assertThat(out()).contains("self-check  ignored  awake", "message  none was sent");
  }

  @Test
  void deliversToTheFunctionThatIsNamed() {
    assertThat(run("invoke", ALARM, "--runbook", "backup", "--json")).isZero();

    assertThat(out()).contains("\"result\": \"ignored\"", "belongs to capacity");
  }

  @Test
  void runsInTheWorldThatIsGiven() throws IOException {
    String world = file("w.yaml", """
        clusters:
          ledger-db:
            range: {min: 0.5, max: 8}
            tags: {mode: observe}
            members: {ledger-db-1: {role: writer}}
        """);
    String event = file("e.json", "{\"cluster\":\"ledger-db\"}");

    assertThat(run("invoke", event, "--world", world, "--json")).isZero();

    JsonObject report = answer().getAsJsonArray("handled").get(0).getAsJsonObject().getAsJsonObject("report");
    assertThat(report.getAsJsonObject("incident").getAsJsonObject("cluster").get("id").getAsString()).isEqualTo("ledger-db");
  }

  @Test
  void refusesAnEventOfAnotherAccountWhereTheWorldNamesItsOwn() throws IOException {
    String world = file("w.yaml", "account: \"444455556666\"\nclusters: {}\n");

    assertThat(run("invoke", ALARM, "--world", world, "--json")).isZero();

    assertThat(out()).contains("\"rejected\"", "it is about account 111122223333, and this is account 444455556666");
  }

  @Test
  void saysWhenLambdaWouldDeliverTheEventAgain() throws IOException {
    String world = file("w.yaml", "clusters: {}\nfaults: [{call: rds:DescribeDBInstances, times: 9, answer: error AccessDenied}]\n");

    assertThat(run("invoke", ALARM, "--world", world, "--json")).isZero();

    assertThat(out()).contains("could not be looked up");
    assertThat(err()).contains("Lambda delivers the event again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "42", "\"words\"", "null", "{\"kind\":\"nothing we know\"}", "[[[[[]]]]]", "{\"Records\":[]}"})
  void takesAnyJsonAndSaysWhyItIsNoEvent(String json) throws IOException {
    assertThat(run("invoke", file("e.json", json), "--json")).isZero();

    assertThat(answer().getAsJsonArray("handled"))
        .isNotEmpty()
        .allMatch(one -> List.of("ignored", "rejected").contains(one.getAsJsonObject().get("result").getAsString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"a\": 1,| :1:9: not valid JSON: the text ends too early",
        "{\"a\" 1}| :1:7: not valid JSON: expected ':'",
        "{'a': 1}| :1:3: not valid JSON:",
        "{\"a\": 1} x| :1:11: not valid JSON:",
        "{\"a\": [1, 2}| not valid JSON:",
        "plain words| :1:1: not valid JSON: did not expect 'plain words'"
      })
  void namesFileLineAndReasonOfWhatIsNoJson(String text, String complaint) throws IOException {
    assertThat(run("invoke", file("bad.json", text))).isEqualTo(2);

    assertThat(err()).startsWith("responder: ").contains("bad.json").contains(complaint.strip()).hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void countsTheLinesOfAFile() throws IOException {
    assertThat(run("invoke", file("bad.json", "{\n  \"a\": 1,\n  \"b\": oops\n}\n"))).isEqualTo(2);

    assertThat(err()).contains("bad.json:3:");
  }

  @Test
  void saysWhatIsWrongWithAFileThatCannotBeRead() throws IOException {
    assertThat(run("invoke", folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(run("invoke", folder.toString())).isEqualTo(2);
    assertThat(run("invoke", file("empty.json", " \n"))).isEqualTo(2);
    assertThat(run("invoke", Files.write(folder.resolve("latin.json"), new byte[] {'"', (byte) 0xe4, '"'}).toString())).isEqualTo(2);

    assertThat(err()).contains("there is no such file", "found a folder", "empty.json:1:1: expected a JSON event, found an empty file",
        "expected text in UTF-8");
  }

  @Test
  void readsAFileThatBeginsWithAByteOrderMark() throws IOException {
    assertThat(run("invoke", file("bom.json", "\uFEFF{\"selfcheck\":true}"), "--json")).isZero();

    assertThat(out()).contains("awake");
  }

  @Test
  void explainsItsArguments() throws IOException {
    assertThat(run("invoke")).isEqualTo(2);
    assertThat(run("invoke", ALARM, ALARM)).isEqualTo(2);
    assertThat(run("invoke", ALARM, "--runbook", "backups")).isEqualTo(2);
    assertThat(run("invoke", ALARM, "--world", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(run("invoke", ALARM, "--world", file("w.yaml", "clusters: {}\nnonsense: 1\n"))).isEqualTo(2);

    assertThat(err())
        .contains("invoke needs a file", "invoke delivers one event", "did you mean backup?", "none.yaml: there is no such file",
        "w.yaml:2:1:", "unknown key 'nonsense'");
  }
}
