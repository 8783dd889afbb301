package io.auroraresponder.lab.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.incident.EventSetting;
import io.auroraresponder.lambda.AnswerJson;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.response.Answer;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A function's answer as JSON and as people read it: a line a signal, its report, what was told. */
final class AnswerView {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);
  private static final Gson INDENTED = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private AnswerView() {}

  static String json(Answer answer) {
    return INDENTED.toJson(JsonParser.parseString(AnswerJson.of(answer)));
  }

  static String head(Path file, String place) {
    return "Aurora Responder lab · invoke " + file + " · " + place;
  }

  static String place(EventSetting setting) {
    return "account " + setting.world().account() + " " + setting.world().region() + " · "
        + MINUTE.format(setting.world().now());
  }

  static List<String> lines(Answer answer, List<Published> published, boolean colours) {
    List<String> lines = new ArrayList<>();
    for (Answer.Handled one : answer.handled()) {
      lines.add("");
      lines.add("  " + one.shape() + "  " + one.result().word() + "  " + PlainText.of(one.reason()));
      one.report().ifPresent(report -> {
        lines.add("");
        lines.addAll(TerminalMail.of(report, colours));
      });
    }
    lines.add("");
    answer.failedItems().forEach(item -> lines.add("  again    batch item " + PlainText.of(item)));
    published.forEach(message -> lines.add("  message  " + PlainText.of(message.subject())));
    if (published.isEmpty()) {
      lines.add("  message  none was sent");
    }
    return lines;
  }
}
