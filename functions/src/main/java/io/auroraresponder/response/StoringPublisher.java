package io.auroraresponder.response;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.notify.ReportJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each report before people are told of it, and looks meanwhile whether their cluster is silenced: what goes out in a silence says
 * so. A report that cannot be kept is told all the same: it stands in the message whole. So is one whose silence nobody could read.
 */
public final class StoringPublisher implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(StoringPublisher.class);

  /** Ours: a line about a silence is worth no longer wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Publisher publisher;
  private final BiConsumer<String, String> store;
  private final Function<String, Optional<Report.Silence>> silences;
  private final Executor aside;

  /**
   * In front of a publisher.
   *
   * @param store takes an object's key and its text, and throws {@link DependencyException} where it did not keep it
   * @param silences the silence of a cluster that is in force, by the cluster's identifier
   * @param aside runs what is read while the report is kept
   */
  public StoringPublisher(
      Publisher publisher, BiConsumer<String, String> store, Function<String, Optional<Report.Silence>> silences, Executor aside) {
    this.publisher = publisher;
    this.store = store;
    this.silences = silences;
    this.aside = aside;
  }

  @Override
  public void publish(Report report) {
    CompletableFuture<Optional<Report.Silence>> silence =
        CompletableFuture.supplyAsync(() -> silences.apply(report.incident().cluster().value()), aside);
    try {
      store.accept(ReportJson.objectKey(report.incident()), ReportJson.of(report));
    } catch (DependencyException failure) {
      LOG.atWarn().setMessage("report not kept").addKeyValue("incident", report.incident().key()).addKeyValue("code", failure.code()).log();
    }
    publisher.publish(report.silenced(known(silence, report)));
  }

  private static Optional<Report.Silence> known(CompletableFuture<Optional<Report.Silence>> silence, Report report) {
    try {
      return silence.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException unread) {
      LOG.atWarn().setMessage("silence not read").addKeyValue("incident", report.incident().key()).setCause(unread).log();
    }
    return Optional.empty();
  }

  @Override
  public void publishNews(News news) {
    publisher.publishNews(news);
  }
}
