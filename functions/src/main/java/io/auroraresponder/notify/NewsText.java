package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.notify.Body.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What became of a lease, as people read it: one line, the commands, the ledger. Pure like {@link ReportText}. */
public final class NewsText {
  /** Ours: news are short, and the same text goes out twice beside its JSON. */
  private static final int MAX_BODY_BYTES = 16_384;

  private NewsText() {}

  public static Message of(News news, Instant now) {
    // Only what became of a lease is in the ledger's chain; other news are about an event that led to none.
    String what = news.chainSeq() > 0 ? "lease " + news.kind() : news.kind();
    String subject = SubjectLine.of(news.severity().name() + " " + news.cluster() + ": " + what);
    String firstLine = firstLine(news);
    return new Message(
        subject, firstLine, Body.of(firstLine, blocks(news, now), MAX_BODY_BYTES), dedupKey(news),
        PlainText.of(news.incidentKey()));
  }

  private static String firstLine(News news) {
    String text = news.text().text();
    String named = text.contains(news.cluster()) ? text : news.cluster() + ": " + text;
    String line = news.severity().name() + " " + news.kind().toUpperCase(Locale.ROOT) + " " + named;
    return PlainText.cut(PlainText.of(line), Message.MAX_FIRST_LINE);
  }

  private static List<Block> blocks(News news, Instant now) {
    List<String> commands = new ArrayList<>();
    for (Advice command : news.commands()) {
      commands.addAll(ReportBlocks.advice("", command));
    }
    List<String> ledger = new ArrayList<>();
    if (news.chainSeq() > 0) {
      ledger.add("entry #" + news.chainSeq() + ", hash " + news.chainHash());
    }
    return List.of(
        new Block("", 0, List.of(ReportBlocks.labelled(news.kind(), news.text().text()),
            ReportBlocks.labelled("at", Moments.withAge(news.at(), now)))),
        new Block("Commands", 1, commands),
        new Block("Ledger", 2, ledger));
  }

  private static String dedupKey(News news) {
    return ReportText.digest(
        List.of(news.incidentKey(), news.kind(), news.at().toString(), news.text().text(), Long.toString(news.chainSeq())));
  }
}
