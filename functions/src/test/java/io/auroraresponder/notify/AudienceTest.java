package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private static final Path PAGE = Path.of("..", "docs", "operations", "who-gets-what.md");

  @Test
  void thePageShowsTheTableOfTheCode() throws IOException {
    assertThat(Files.readString(PAGE)).as(PAGE.toString()).contains(table());
  }

  @Test
  void onlyWhatUsersFeelAndALeaseInTroublePages() {
    List<Occasion> paging = new ArrayList<>();
    for (Occasion occasion : Occasion.values()) {
      if (Audience.form(Channel.PAGER, occasion) == Audience.Form.PAGE) {
        paging.add(occasion);
      }
    }

    assertThat(paging).containsExactly(Occasion.CRITICAL, Occasion.LEASE_IN_TROUBLE);
    assertThat(Audience.DEFAULT.pages(Severity.CRITICAL)).isTrue();
    assertThat(Audience.DEFAULT.pages(Severity.WARNING)).isFalse();
    assertThat(new Audience(Severity.INFO, Severity.WARNING, Details.NAMES, Details.NAMES).pages(Severity.WARNING)).isTrue();
  }

  @Test
  void slackOpensAMessageFromItsSeverityOnAndNoneForAnOkLook() {
    assertThat(new Audience(Severity.CRITICAL, Severity.CRITICAL, Details.NAMES, Details.NAMES).opensInSlack(Story.of(Reports.refused())))
        .isTrue();
    assertThat(new Audience(Severity.CRITICAL, Severity.CRITICAL, Details.NAMES, Details.NAMES).opensInSlack(Story.of(Reports.unread())))
        .isFalse();
    assertThat(Audience.DEFAULT.opensInSlack(Story.of(Reports.unread()))).isTrue();
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| |");
    StringBuilder line = new StringBuilder("| --- |");
    for (Channel channel : Channel.values()) {
      table.append(' ').append(channel.spoken()).append(" |");
      line.append(" --- |");
    }
    table.append('\n').append(line).append('\n');
    for (Occasion occasion : Occasion.values()) {
      table.append("| ").append(occasion.spoken()).append(" |");
      for (Channel channel : Channel.values()) {
        table.append(' ').append(Audience.form(channel, occasion).spoken()).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }
}
