package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Signal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links lead to the right thing in the right partition, whatever its name. */
final class ConsoleLinksTest {

  private static List<Report.Link> links(String region, String alarm) {
    Signal signal = new Signal("eventbridge-alarm", "alarm-1", alarm, "", Reports.NOW);
    Incident incident =
        new Incident(
            "orders-db-1", "orders-db", new ClusterId("orders-db"), "111122223333", region, "capacity", "", "", Reports.NOW, signal);
    return ConsoleLinks.of(incident, true);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, console.aws.amazon.com",
    "us-gov-west-1, console.amazonaws-us-gov.com",
    "cn-north-1, console.amazonaws.cn"
  })
  void clusterAndAlarmAreInTheConsoleOfTheirPartitionAndRegion(String region, String console) {
    assertThat(links(region, "orders-db-acu-high"))
        .extracting(Report.Link::url)
        .containsExactly(
            "https://" + console + "/rds/home?region=" + region + "#database:id=orders-db;is-cluster=true",
            "https://" + console + "/cloudwatch/home?region=" + region + "#alarmsV2:alarm/orders-db-acu-high");
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "eusc-de-east-1", ""})
  void partitionWhoseConsoleIsNotKnownGetsNoLink(String region) {
    assertThat(links(region, "orders-db-acu-high")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders/db <writer> & <!channel> *90%* | ACU", "Kapazität – über 90 %", "a+b#c?d=e;f", "100%25"})
  void anyNameIsOnePartOfAValidAddress(String name) {
    String url = links("eu-west-1", name).getLast().url();

    assertThat(url).matches("[!-~]+").doesNotContain("<", ">", "|", "&", " ");
    String part = URI.create(url).getRawFragment().substring("alarmsV2:alarm/".length());
    assertThat(part).matches("[A-Za-z0-9._%-]+");
    assertThat(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8)).isEqualTo(name);
  }

  @Test
  void whatIsNoAlarmLinksTheClusterAlone() {
    Signal signal = new Signal("by-hand", "by-hand-1", "by hand", "", Reports.NOW);
    Incident incident =
        new Incident(
            "orders-db-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "capacity", "", "", Reports.NOW, signal);

    assertThat(ConsoleLinks.of(incident, false)).extracting(Report.Link::title).containsExactly("Cluster");
  }
}
