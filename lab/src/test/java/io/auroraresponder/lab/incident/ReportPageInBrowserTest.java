package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.page.ReportPage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The report page as a browser shows it: nothing in the console, no sideways scroll on a telephone, accessible in both themes, two sheets
 * of paper. Pages of the golden reports; with {@code -Dpages=DIR} those of that folder, as {@code ./responder score --pages DIR} leaves
 * them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageInBrowserTest {
  private static final Path GOLDEN = Path.of("..", "functions", "src", "test", "resources", "golden");
  private static final Pattern SHEET = Pattern.compile("/Type\\s*/Page[^s]");
  private static final int PHONE = 360;

  @TempDir
  private static Path folder;

  private Optional<ChromeDriver> browser = Optional.empty();
  private String axe = "";

  @BeforeAll
  void opensTheBrowser() throws IOException {
    Optional<File> chromium = program("chromium");
    Optional<File> driver = program("chromedriver");
    assumeTrue(chromium.isPresent() && driver.isPresent(), "no chromium with its chromedriver is installed: pages are not looked at");
    LoggingPreferences console = new LoggingPreferences();
    console.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-device-scale-factor=1");
    options.setCapability("goog:loggingPrefs", console);
    browser = Optional.of(new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(driver.orElseThrow()).usingAnyFreePort().build(), options));
    try (InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("/axe.min.js"), "axe-core is a test dependency")) {
      axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  void closesIt() {
    browser.ifPresent(ChromeDriver::quit);
  }

  private static Optional<File> program(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).map(one -> new File(one, name))
        .filter(File::canExecute).findFirst();
  }

  private Stream<Path> pages() throws IOException {
    String given = System.getProperty("pages", "");
    if (!given.isEmpty()) {
      return found(Path.of(given), ".html").stream();
    }
    List<Path> pages = new ArrayList<>();
    for (Path golden : found(GOLDEN, ".json")) {
      JsonObject report = JsonParser.parseString(Files.readString(golden)).getAsJsonObject();
      Path page = folder.resolve(golden.getFileName().toString().replace(".json", ".html"));
      pages.add(Files.writeString(page, ReportPage.of(Story.of(ReportReader.of(report)))));
    }
    return pages.stream();
  }

  private static List<Path> found(Path where, String ending) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      assertThat(all).as("files %s in %s", ending, where).isNotEmpty();
      return all;
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void showsWithoutAFault(Path page) {
    ChromeDriver chrome = browser.orElseThrow();
    screen(chrome, PHONE, 800, true);
    chrome.get(page.toUri().toString());

    assertThat(chrome.manage().logs().get(LogType.BROWSER).getAll()).as("console").isEmpty();
    assertThat((Long) run(chrome, "return document.documentElement.scrollWidth")).as("width on a telephone").isLessThanOrEqualTo(PHONE);
    assertThat(sheets(chrome)).as("sheets of paper").isLessThanOrEqualTo(2);

    screen(chrome, 1000, 1200, false);
    var unused = chrome.executeCdpCommand("Page.setBypassCSP", Map.of("enabled", true));
    for (String theme : List.of("light", "dark")) {
      unused =
          chrome.executeCdpCommand(
              "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
      chrome.get(page.toUri().toString());
      assertThat(violations(chrome)).as("accessibility, " + theme).isEmpty();
    }
    unused = chrome.executeCdpCommand("Page.setBypassCSP", Map.of("enabled", false));
  }

  private static void screen(ChromeDriver chrome, int width, int height, boolean mobile) {
    var unused =
        chrome.executeCdpCommand(
            "Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
  }

  private static Object run(ChromeDriver chrome, String script) {
    return Objects.requireNonNull(chrome.executeScript(script), script);
  }

  /** A4, as the page's own style prints it. */
  private static long sheets(ChromeDriver chrome) {
    Map<String, Object> printed =
        chrome.executeCdpCommand("Page.printToPDF", Map.of("paperWidth", 8.27, "paperHeight", 11.69, "preferCSSPageSize", true));
    byte[] pdf = Base64.getDecoder().decode(Objects.requireNonNull(printed.get("data"), "a PDF").toString());
    long sheets = SHEET.matcher(new String(pdf, StandardCharsets.ISO_8859_1)).results().count();
    assertThat(sheets).as("a PDF with sheets").isPositive();
    return sheets;
  }

  /** Rules of WCAG A and AA and of good practice, landmarks among them, that the page breaks. */
  private List<?> violations(ChromeDriver chrome) {
    chrome.executeScript(axe);
    return (List<?>) Objects.requireNonNull(
        chrome.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']}).then("
                + "found => done(found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html).join(' | '))),"
                + "failure => done([String(failure)]));"));
  }
}
