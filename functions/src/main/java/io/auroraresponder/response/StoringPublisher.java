package io.auroraresponder.response;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.notify.ReportJson;
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
      store.accept(ReportJson.objectKey(report.incident()), ReportJson.of(report));
    } catch (DependencyException failure) {
      LOG.atWarn().setMessage("report not kept").addKeyValue("incident", report.incident().key()).addKeyValue("code", failure.code()).log();
    }
    publisher.publish(report);
  }

  @Override
  public void publishNews(News news) {
    publisher.publishNews(news);
  }
}
