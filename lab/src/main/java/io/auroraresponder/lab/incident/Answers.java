package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Report;
import io.auroraresponder.response.Answer;
import io.auroraresponder.response.Answer.Handled;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What runbook functions answer, read back from their JSON and put together. */
final class Answers {
  /** How an answer begins that another function has to give. */
  private static final String ELSEWHERE = "belongs to ";

  private Answers() {}

  /** Of each signal the answer of the function that it belongs to. */
  static Answer merged(List<Answer> answers) {
    if (answers.size() == 1) {
      return answers.getFirst();
    }
    Set<String> failed = new LinkedHashSet<>();
    answers.forEach(answer -> failed.addAll(answer.failedItems()));
    return new Answer(perSignal(answers), List.copyOf(failed), answers.stream().anyMatch(Answer::mustComeAgain));
  }

  private static List<Handled> perSignal(List<Answer> answers) {
    List<Handled> merged = new ArrayList<>();
    for (int i = 0; i < answers.getFirst().handled().size(); i++) {
      int at = i;
      List<Handled> all = answers.stream().filter(answer -> answer.handled().size() > at).map(answer -> answer.handled().get(at)).toList();
      merged.add(all.stream().filter(one -> !one.reason().contains(ELSEWHERE)).findFirst().orElse(all.getFirst()));
    }
    return merged;
  }

  /** Of a function that failed. */
  static Answer failed(String function, String error) {
    return new Answer(List.of(new Handled("unknown", Answer.Result.DEFERRED, function + " failed: " + error, Optional.empty())), List.of(),
        true);
  }

  /**
   * Reads one.
   *
   * @throws IllegalStateException when it is something else
   */
  static Answer read(String text) {
    try {
      JsonObject answer = JsonParser.parseString(text).getAsJsonObject();
      List<Handled> handled = new ArrayList<>();
      for (JsonElement one : answer.getAsJsonArray("handled")) {
        handled.add(handled(one.getAsJsonObject()));
      }
      JsonArray items = answer.getAsJsonArray("batchItemFailures");
      List<String> failed = new ArrayList<>();
      items.forEach(item -> failed.add(item.getAsJsonObject().get("itemIdentifier").getAsString()));
      return new Answer(handled, failed, false);
    } catch (JsonParseException | IllegalStateException unreadable) {
      throw new IllegalStateException("a runbook function answered with something else: " + text, unreadable);
    }
  }

  private static Handled handled(JsonObject one) {
    Optional<Report> report = one.has("report") ? Optional.of(ReportReader.of(one.getAsJsonObject("report"))) : Optional.empty();
    Answer.Result result = Answer.Result.valueOf(one.get("result").getAsString().toUpperCase(Locale.ROOT));
    return new Handled(one.get("shape").getAsString(), result, one.get("reason").getAsString(), report);
  }
}
