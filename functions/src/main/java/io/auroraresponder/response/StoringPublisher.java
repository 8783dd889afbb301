package io.auroraresponder.response;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.notify.ReportJson;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps each report before people are told of it. One that cannot be kept is told all the same: it stands in the message whole. */
public final class StoringPublisher implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(StoringPublisher.class);

  private final Publisher publisher;
  private final BiConsumer<String, String> store;

  /** {@code store} takes an object's key and its text, and throws {@link DependencyException} where it did not keep it. */
  public StoringPublisher(Publisher publisher, BiConsumer<String, String> store) {
    this.publisher = publisher;
    this.store = store;
  }

  @Override
  public void publish(Report report) {
    try {
      store.accept(key(report.incident()), ReportJson.of(report));
    } catch (DependencyException failure) {
      LOG.atWarn().setMessage("report not kept").addKeyValue("incident", report.incident().key()).addKeyValue("code", failure.code()).log();
    }
    publisher.publish(report);
  }

  @Override
  public void publishNews(News news) {
    publisher.publishNews(news);
  }

  /**
   * One object a signal, the same when it is handled again: {@code reports/capacity/orders-db/2026-11-24/…json}. The runbook stands first,
   * so that each function's role may write its own reports and no other's.
   */
  private static String key(Incident incident) {
    String day = incident.signal().at().toString().substring(0, 10);
    UUID name = UUID.nameUUIDFromBytes((incident.id() + "#" + incident.signal().id()).getBytes(StandardCharsets.UTF_8));
    return "reports/" + incident.runbook() + "/" + incident.cluster().value() + "/" + day + "/" + name + ".json";
  }
}
