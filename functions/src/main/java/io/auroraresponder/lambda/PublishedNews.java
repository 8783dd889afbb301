package io.auroraresponder.lambda;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Silence;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.remediation.LeaseNews;
import io.auroraresponder.remediation.LeaseNewsSink;
import java.util.List;

/** News of leases on the way to the findings topic. */
final class PublishedNews implements LeaseNewsSink {
  private final Publisher publisher;
  private final String region;

  /** {@code region}: whose clusters they are, named in each command that asks AWS. */
  PublishedNews(Publisher publisher, String region) {
    this.publisher = publisher;
    this.region = region;
  }

  @Override
  public void tell(LeaseNews news) {
    publisher.publishNews(
        new News(
            news.cluster().value(), news.said().incidentKey(), news.kind().spoken(), news.said().severity(), news.said().text(), news.at(),
            news.said().commands().stream().map(command -> command.in(region)).toList(), news.seq(), news.hash(), news.measured())
            .followedBy(news.nextLook(), news.watch()));
  }

  @Override
  public void silenced(Silence silence, Phrase text, String slackChannel) {
    publisher.publishNews(
        new News(
            silence.cluster(), News.NO_INCIDENT, News.SILENCED, Severity.INFO, text, silence.at(), List.of(), 0, "", List.of(),
            slackChannel));
  }
}
