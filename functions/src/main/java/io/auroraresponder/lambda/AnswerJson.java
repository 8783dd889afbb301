package io.auroraresponder.lambda;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.notify.ReportJson;
import io.auroraresponder.response.Answer;
import io.auroraresponder.response.Answer.Handled;

/** A runbook function's answer as it leaves the function. */
public final class AnswerJson {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private AnswerJson() {}

  /** {@code {"handled":[…],"batchItemFailures":[{"itemIdentifier":…}]}}: Lambda reads the second, people and machines the first. */
  public static String of(Answer answered) {
    JsonArray entries = new JsonArray();
    for (Handled one : answered.handled()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("shape", one.shape());
      entry.addProperty("result", one.result().word());
      entry.addProperty("reason", one.reason());
      one.report().ifPresent(report -> entry.add("report", ReportJson.tree(report)));
      entries.add(entry);
    }
    JsonArray failures = new JsonArray();
    for (String item : answered.failedItems()) {
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
