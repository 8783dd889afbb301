package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** News of leases as people get them. */
class PublishedNewsTest {
  private final RemediationBench bench = new RemediationBench();
  private final List<News> told = new ArrayList<>();

  @Test
  void everyCommandThatAsksAwsNamesTheRegion() {
    Publisher topic =
        new Publisher() {
          @Override
          public void publish(Report report) {}

          @Override
          public void publishNews(News news) {
            told.add(news);
          }
        };
    bench.raise();

    bench.office.keeper().tend(new PublishedNews(topic, "eu-west-1"), Deadline.after(Duration.ofMinutes(1), bench.clock::nanos));

    assertThat(told).flatExtracting(News::commands).isNotEmpty()
        .allSatisfy(command -> assertThat(command.command().text()).endsWith(" --region eu-west-1"));
  }
}
