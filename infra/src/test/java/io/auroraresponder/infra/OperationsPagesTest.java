package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lambda.DeployedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The operator's pages against what they speak of. */
final class OperationsPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "operations");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

  @Test
  void installNamesEverySetting() throws IOException {
    String page = page("install.md");

    assertThat(DeploymentSettings.KEYS).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
  }

  @Test
  void permissionsNamesEveryWildcardAndEveryFunction() throws IOException {
    String page = page("permissions.md");

    assertThat(Permissions.WITHOUT_RESOURCE.keySet()).allSatisfy(action -> assertThat(page).contains("`" + action + "`"));
    assertThat(Permissions.OF_THE_SERVICE).allSatisfy(action -> assertThat(page).contains("`" + action + "`"));
    for (DeployedFunction function : DeployedFunction.values()) {
      assertThat(page).contains(function.id());
    }
  }

  @Test
  void troubleshootingExplainsEveryAlarmOfTheResponderItself() throws IOException {
    String page = page("troubleshooting.md");
    List<OwnAlarms.Named> functions = new ArrayList<>();
    for (DeployedFunction function : DeployedFunction.values()) {
      functions.add(new OwnAlarms.Named("aurora-responder-" + function.id(), function));
    }

    for (AlarmPlan plan : new OwnAlarms("aurora-responder", new DocLinks("")).all(functions, List.of("a-rule"))) {
      String ending = plan.name().replace("aurora-responder-self-", "");
      String general = ending.replaceAll("^(" + String.join("|", functions.stream().map(one -> one.which().id()).toList()) + ")-",
          "<function>-");
      assertThat(page).as(plan.name()).containsAnyOf("`" + ending + "`", "`" + general + "`");
    }
  }

  @Test
  void everyPageNamesOneVersionOfTheCommandLine() throws IOException {
    TreeSet<String> versions = new TreeSet<>();
    for (Path file : List.of(PAGES.resolve("install.md"), PAGES.resolve("upgrade.md"), PAGES.resolve("remove.md"),
        Path.of("..", "README.md"))) {
      Matcher matcher = Pattern.compile("aws-cdk@(\\S+)").matcher(Files.readString(file));
      while (matcher.find()) {
        versions.add(matcher.group(1));
      }
    }

    assertThat(versions).hasSize(1);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    try (var files = Files.list(PAGES)) {
      for (Path file : files.sorted().toList()) {
        Matcher link = LINK.matcher(Files.readString(file));
        while (link.find()) {
          if (!link.group(1).startsWith("https:")) {
            assertThat(Files.exists(PAGES.resolve(link.group(1)))).as(file.getFileName() + " -> " + link.group(1)).isTrue();
          }
        }
      }
    }
  }

  private static String page(String name) throws IOException {
    return Files.readString(PAGES.resolve(name));
  }
}
