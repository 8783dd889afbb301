package io.auroraresponder.lambda;

import io.auroraresponder.notify.Publisher;
import io.auroraresponder.remediation.LeaseNews;
import io.auroraresponder.remediation.LeaseNewsSink;

/** News of leases on the way to the findings topic. */
final class PublishedNews implements LeaseNewsSink {
  private final Publisher publisher;

  PublishedNews(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void tell(LeaseNews news) {
    publisher.publishNews(
        new io.auroraresponder.notify.News(
            news.cluster().value(), news.said().incidentKey(), news.kind().spoken(), news.said().severity(), news.said().text(), news.at(),
            news.said().commands(), news.seq(), news.hash(), news.measured()));
  }
}
