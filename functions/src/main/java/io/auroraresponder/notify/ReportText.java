package io.auroraresponder.notify;

import io.auroraresponder.incident.Report;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The report as people read it: verdict, then what was done or what to do, then proof, then what could not be checked.
 *
 * <p>Pure: the moment from which ages are counted is passed in. Every number comes from a fact of the report ({@link
 * UnexplainedNumbers} says which do not), apart from times, ages and names.
 */
public final class ReportText {
  private ReportText() {}

  public static Message of(Report report, Instant now) {
    return of(report, now, Message.MAX_BODY_BYTES);
  }

  /** The message with a body of at most {@code maxBytes}, for channels that carry more than the text in one request. */
  public static Message of(Report report, Instant now, int maxBytes) {
    String firstLine = FirstLine.of(report);
    String body = Body.of(firstLine, ReportBlocks.of(report, now), maxBytes);
    return new Message(subject(report), firstLine, body, dedupKey(report), PlainText.of(report.incident().key()));
  }

  private static String subject(Report report) {
    Report.Verdict verdict = report.verdict();
    String what = verdict.severity().name() + " " + report.incident().cluster() + ": " + verdict.cause();
    return SubjectLine.of(what + ", " + Word.of(report.decision()).shown() + " - " + report.incident().signal().source());
  }

  /** A stored report that is sent again has the same start; a new look has another. */
  private static String dedupKey(Report report) {
    return digest(
        List.of(
            report.incident().id(),
            report.state().name(),
            report.timing().startedAt().toString(),
            report.decision().result(),
            Long.toString(report.decision().chainSeq())));
  }

  static String digest(List<String> parts) {
    byte[] joined = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(joined), 0, 16);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
