package io.auroraresponder.notify.page;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.ConsoleLinks;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Keeps the report page beside the reports: one object an incident, written again whenever its story goes on. */
public final class PageChannel implements NoticeChannel {
  /** Under which the ledger keeps what it shows. */
  public static final String WORD = "page";

  private static final String S3 = "s3://";

  private final String bucket;
  private final BiConsumer<String, String> store;

  /**
   * Into one bucket.
   *
   * @param bucket its name, so that whoever asks the ledger for a page learns where it is
   * @param store takes an object's key and its HTML, and throws DependencyException where it did not keep it
   */
  public PageChannel(String bucket, BiConsumer<String, String> store) {
    this.bucket = bucket;
    this.store = store;
  }

  /** The bucket that an incident's page was kept in, by what the channel showed; empty before the first. */
  public static Optional<String> bucket(Shown shown) {
    return shown.place().startsWith(S3) ? Optional.of(shown.place().substring(S3.length()).split("/", 2)[0]) : Optional.empty();
  }

  /** For example {@code pages/orders-db/orders-db-20261124T101530-dadc498d.html}. */
  static String key(Incident incident) {
    return "pages/" + incident.cluster().value() + "/" + incident.id().replaceAll("[^A-Za-z0-9._-]", "_") + ".html";
  }

  /** Where a person with rights of the own opens it: in S3's console; none where that console is not known. */
  public static Optional<Report.Link> link(Incident incident, String bucket) {
    return ConsoleLinks.object(incident.region(), bucket, key(incident)).map(url -> new Report.Link("Report", url));
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String spoken() {
    return "Report page";
  }

  @Override
  public Optional<Step> next(Story story, Shown shown, Instant now) {
    String html = ReportPage.of(story);
    String seal = ReportPage.seal(html);
    if (seal.equals(shown.digest())) {
      return Optional.empty();
    }
    return Optional.of(deadline -> {
      String key = key(story.report().incident());
      store.accept(key, html);
      return shown.looked(story).told(story.seq()).showing(S3 + bucket + "/" + key, "", shown.isSent() ? shown.at() : now, seal);
    });
  }

  @Override
  public boolean speaks() {
    return false;
  }

  @Override
  public void test(Instant now, Deadline deadline) {}
}
