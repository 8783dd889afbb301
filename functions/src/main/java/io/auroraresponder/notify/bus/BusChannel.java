package io.auroraresponder.notify.bus;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NewsJson;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.PublishedLook;
import io.auroraresponder.notify.ReportJson;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.UndeliveredException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Passes each look and each lease event on, once: the detail is the public JSON, or where a report is too large its place.
 *
 * <p>Anybody who may put events on a bus may put such events too; nothing acts on one without reading the ledger.
 */
public final class BusChannel implements NoticeChannel {
  public static final String SOURCE = "aurora-responder";
  public static final String REPORT = "Aurora Responder Report";
  public static final String LEASE_NEWS = "Aurora Responder Lease News";

  public static final String TEST = "Aurora Responder Test";

  /** EventBridge takes entries of 256 KB with everything that belongs to them (PutEvents, "Calculating event entry size"). */
  private static final int MAX_DETAIL_BYTES = 250_000;

  /** Ours: longer names say nothing more. */
  private static final int LONGEST_NAME = 256;

  /** Puts one event. */
  @FunctionalInterface
  public interface Bus {
    /**
     * Puts it.
     *
     * @param resources ARNs that it is about
     * @throws UndeliveredException where the bus did not take it
     */
    void put(String detailType, String detail, Instant at, List<String> resources, Deadline deadline);
  }

  private final Bus bus;

  public BusChannel(Bus bus) {
    this.bus = bus;
  }

  @Override
  public String word() {
    return Channel.BUS.word();
  }

  @Override
  public String spoken() {
    return "EventBridge";
  }

  @Override
  public Optional<Step> next(Story story, Shown shown, Instant now) {
    if (story.lookedAt().isAfter(shown.look())) {
      return Optional.of(deadline -> {
        return passed(story.report(), story.lookedAt(), story, shown, deadline).looked(story).showing("", "", now, REPORT);
      });
    }
    Optional<Story.Aside> aside = story.aside().filter(one -> one.at().isAfter(shown.aside()));
    if (aside.isPresent()) {
      return Optional.of(deadline -> {
        return passed(aside.get().report(), aside.get().at(), story, shown, deadline).mentioned(story);
      });
    }
    return story.events().stream().filter(event -> event.seq() > shown.seq()).findFirst().map(event -> deadline -> {
      News news =
          new News(
              story.cluster(), story.report().incident().key(), event.kind(), event.severity(), event.text(), event.at(), event.commands(),
              event.seq(), event.hash(), event.series());
      bus.put(LEASE_NEWS, NewsJson.of(news), event.at(), resources(story), deadline);
      return shown.told(event.seq());
    });
  }

  @Override
  public Optional<Step> pass(PublishedLook look, Shown shown) {
    return shown.has(look.name()) ? Optional.empty() : Optional.of(deadline -> {
      bus.put(REPORT, look.json(), look.startedAt(), look.resources(), deadline);
      return shown.did(look.name());
    });
  }

  /** A look that its own message has brought is not put again. */
  private Shown passed(Report report, Instant at, Story story, Shown shown, Deadline deadline) {
    String name = PublishedLook.name(report);
    if (!shown.has(name)) {
      bus.put(REPORT, detail(report), at, resources(story), deadline);
    }
    return shown.did(name);
  }

  @Override
  public Optional<Step> announce(News news, Shown shown, Instant now) {
    return shown.isSent() ? Optional.empty() : Optional.of(deadline -> {
      bus.put(LEASE_NEWS, NewsJson.of(news), news.at(), List.of(), deadline);
      return shown.showing("", "", now, LEASE_NEWS);
    });
  }

  @Override
  public void test(Instant now, Deadline deadline) {
    bus.put(TEST, "{\"schema\":\"aurora-responder/test/1\"}", now, List.of(), deadline);
  }

  private static String detail(Report report) {
    String json = ReportJson.of(report);
    return json.getBytes(StandardCharsets.UTF_8).length <= MAX_DETAIL_BYTES ? json : ReportJson.reference(report, LONGEST_NAME);
  }

  private static List<String> resources(Story story) {
    return story.report().cluster() instanceof Reading.Known<ClusterState> known ? List.of(known.value().arn()) : List.of();
  }
}
