package io.auroraresponder.notify.bus;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NewsJson;
import io.auroraresponder.notify.NoticeChannel;
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
        bus.put(REPORT, detail(story.report()), story.lookedAt(), resources(story), deadline);
        return shown.looked(story).showing("", "", now, REPORT);
      });
    }
    Optional<Story.Aside> aside = story.aside().filter(one -> one.at().isAfter(shown.aside()));
    if (aside.isPresent()) {
      return Optional.of(deadline -> {
        bus.put(REPORT, detail(aside.get().report()), aside.get().at(), resources(story), deadline);
        return shown.mentioned(story);
      });
    }
    return story.events().stream().filter(event -> event.seq() > shown.seq()).findFirst().map(event -> deadline -> {
      News news =
          new News(
              story.cluster(), story.report().incident().key(), event.kind(), event.severity(), event.text(), event.at(), event.commands(),
              event.seq(), event.hash());
      bus.put(LEASE_NEWS, NewsJson.of(news), event.at(), resources(story), deadline);
      return shown.told(event.seq());
    });
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
    if (json.getBytes(StandardCharsets.UTF_8).length <= MAX_DETAIL_BYTES) {
      return json;
    }
    JsonObject incident = new JsonObject();
    incident.addProperty("id", report.incident().id());
    incident.addProperty("key", report.incident().key());
    JsonObject reference = new JsonObject();
    reference.addProperty("schema", "aurora-responder/report-reference/1");
    reference.add("incident", incident);
    return reference.toString();
  }

  private static List<String> resources(Story story) {
    return story.report().cluster() instanceof Reading.Known<ClusterState> known ? List.of(known.value().arn()) : List.of();
  }
}
