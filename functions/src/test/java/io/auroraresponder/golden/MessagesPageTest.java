package io.auroraresponder.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/messages.md against the golden mails that it shows; written anew with {@code -Dgolden.rewrite=true}. */
class MessagesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "messages.md");

  @Test
  void showsEveryGoldenMailAsItIsSent() throws IOException {
    String page = page();
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).as("docs/messages.md; rewrite it with -Dgolden.rewrite=true after the goldens").isEqualTo(page);
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder(
        """
        # Messages

        Mails as they are sent, one for each golden report of the tests: subject, then body, at most 45 lines and 4 KB. They are made
        from the report alone ([schema](report.schema.json)); facts, guards, limits and hashes are in its JSON, which queues and functions
        get with the same message. This page is generated from the goldens and held by a test.
        """);
    for (Path mail : mails()) {
      String name = mail.getFileName().toString().replace(".txt", "");
      page.append("\n## ").append(name).append("\n\n```\n").append(Files.readString(mail)).append("```\n");
    }
    return page.toString();
  }

  private static List<Path> mails() throws IOException {
    try (Stream<Path> files = Files.list(Goldens.FOLDER)) {
      List<Path> mails = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
      assertThat(mails).as("golden mails in " + Goldens.FOLDER).hasSizeGreaterThan(20);
      return mails;
    }
  }
}
