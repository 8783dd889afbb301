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
import java.util.TreeMap;
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
 * of paper. Pages of the golden reports and of every bundled incident, as its stored story has it; with {@code -Dpages=DIR} those of that
 * folder, as {@code ./responder score --pages DIR} leaves them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageInBrowserTest {
  private static final Path GOLDEN = Path.of("..", "functions", "src", "test", "resources", "golden");
  private static final Pattern SHEET = Pattern.compile("/Type\\s*/Page[^s]");
  private static final int PHONE = 360;

  /** In the second theme the page is the same but for its colours. */
  private static final Map<String, String> THEMES =
      new TreeMap<>(
          Map.of(
              "dark", "['color-contrast', 'region', 'landmark-one-main', 'landmark-unique', 'landmark-banner-is-top-level',"
                  + " 'landmark-contentinfo-is-top-level', 'landmark-main-is-top-level', 'link-in-text-block']",
              "light", "['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']"));

  @TempDir
  private static Path folder;

  private Optional<ChromeDriver> browser = Optional.empty();

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
      // Kept by the browser for every page from now on: it is half a megabyte.
      var unused = browser.orElseThrow().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
          Map.of("source", new String(script.readAllBytes(), StandardCharsets.UTF_8)));
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
    for (Path stored : found(StoredStoryTest.FOLDER, StoredStory.ENDING)) {
      Path page = folder.resolve(stored.getFileName().toString().replace(StoredStory.ENDING, ".html"));
      pages.add(Files.writeString(page, ReportPage.of(StoredStory.read(stored))));
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
    chrome.get(page.toUri().toString());
    for (Map.Entry<String, String> theme : THEMES.entrySet()) {
      unused =
          chrome.executeCdpCommand(
              "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme.getKey()))));
      assertThat(run(chrome, "return matchMedia('(prefers-color-scheme: " + theme.getKey() + ")').matches")).isEqualTo(true);
      assertThat(violations(chrome, theme.getValue())).as("accessibility, " + theme.getKey()).isEmpty();
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
  private static List<?> violations(ChromeDriver chrome, String rules) {
    return (List<?>) Objects.requireNonNull(
        chrome.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, {runOnly: " + rules + ", resultTypes: ['violations'], preload: false}).then("
                + "found => done(found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html).join(' | '))),"
                + "failure => done([String(failure)]));"));
  }
}
