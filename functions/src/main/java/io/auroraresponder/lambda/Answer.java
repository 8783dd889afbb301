package io.auroraresponder.lambda;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.ReportJson;
import java.util.List;
import java.util.Optional;

/**
 * What a runbook function answers: one entry a signal, and the batch items that must come again.
 *
 * @param failedItems in the order of arrival, each once
 * @param mustComeAgain whether a signal outside of any batch could be neither handled nor recorded: the function then has to fail, so
 *     that Lambda repeats the invocation and at last hands the event to its on-failure destination
 */
public record Answer(List<Handled> handled, List<String> failedItems, boolean mustComeAgain) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** What became of a signal. */
  public enum Result {
    REPORTED,
    CLOSED,
    DEFERRED,
    IGNORED,
    REJECTED;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One signal.
   *
   * @param reason why, for a person; never empty
   */
  public record Handled(String shape, Result result, String reason, Optional<Report> report) {
    static Handled reported(String shape, Report report) {
      return new Handled(shape, Result.REPORTED, report.verdict().cause() + ": " + report.decision().result(), Optional.of(report));
    }
  }

  public Answer {
    handled = List.copyOf(handled);
    failedItems = List.copyOf(failedItems);
  }

  public List<Report> reports() {
    return handled.stream().flatMap(one -> one.report().stream()).toList();
  }

  /** {@code {"handled":[…],"batchItemFailures":[{"itemIdentifier":…}]}}: Lambda reads the second, people and machines the first. */
  public String json() {
    JsonArray entries = new JsonArray();
    for (Handled one : handled) {
      JsonObject entry = new JsonObject();
      entry.addProperty("shape", one.shape());
      entry.addProperty("result", one.result().word());
      entry.addProperty("reason", one.reason());
      one.report().ifPresent(report -> entry.add("report", ReportJson.tree(report)));
      entries.add(entry);
    }
    JsonArray failures = new JsonArray();
    for (String item : failedItems) {
      JsonObject failure = new JsonObject();
      failure.addProperty("itemIdentifier", item);
      failures.add(failure);
    }
    JsonObject answer = new JsonObject();
    answer.add("handled", entries);
    answer.add("batchItemFailures", failures);
    return GSON.toJson(answer);
  }
}
