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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
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

  /** A browser works on one processor at a time, and the machines that build have two. */
  private static final int BROWSERS = 2;

  @TempDir
  private static Path folder;

  private final List<ChromeDriver> browsers = new ArrayList<>();
  private final Map<Path, Future<Seen>> looks = new LinkedHashMap<>();
  private final ExecutorService work = Executors.newFixedThreadPool(BROWSERS);

  /**
   * A page in a browser.
   *
   * @param console what the browser had to say of it
   * @param width on a telephone, pixels
   * @param violations the rules of accessibility that it breaks, by theme
   */
  private record Seen(List<LogEntry> console, long width, long sheets, Map<String, List<?>> violations) {}

  @BeforeAll
  void opensTheBrowsers() throws IOException {
    Optional<File> chromium = program("chromium");
    Optional<File> driver = program("chromedriver");
    assumeTrue(chromium.isPresent() && driver.isPresent(), "no chromium with its chromedriver is installed: pages are not looked at");
    LoggingPreferences console = new LoggingPreferences();
    console.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-device-scale-factor=1");
    options.setCapability("goog:loggingPrefs", console);
    String axe;
    try (InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("/axe.min.js"), "axe-core is a test dependency")) {
      axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
    BlockingQueue<ChromeDriver> free = new LinkedBlockingQueue<>();
    for (int i = 0; i < BROWSERS; i++) {
      ChromeDriver one = new ChromeDriver(
          new ChromeDriverService.Builder().usingDriverExecutable(driver.orElseThrow()).usingAnyFreePort().build(), options);
      browsers.add(one);
      // Kept by the browser for every page from now on: it is half a megabyte.
      var unused = one.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", axe));
      free.add(one);
    }
    for (Path page : pages()) {
      looks.put(page, work.submit(() -> {
        ChromeDriver chrome = free.take();
        try {
          return look(chrome, page);
        } finally {
          free.add(chrome);
        }
      }));
    }
  }

  @AfterAll
  void closesThem() {
    var unused = work.shutdownNow();
    browsers.forEach(ChromeDriver::quit);
  }

  private static Optional<File> program(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).map(one -> new File(one, name))
        .filter(File::canExecute).findFirst();
  }

  private static List<Path> pages() throws IOException {
    String given = System.getProperty("pages", "");
    if (!given.isEmpty()) {
      return found(Path.of(given), ".html");
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
    return pages;
  }

  private static List<Path> found(Path where, String ending) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      assertThat(all).as("files %s in %s", ending, where).isNotEmpty();
      return all;
    }
  }

  private Stream<Path> looked() {
    return looks.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("looked")
  void showsWithoutAFault(Path page) throws ExecutionException, InterruptedException {
    Seen seen = Objects.requireNonNull(looks.get(page)).get();

    assertThat(seen.console()).as("console").isEmpty();
    assertThat(seen.width()).as("width on a telephone").isLessThanOrEqualTo(PHONE);
    assertThat(seen.sheets()).as("sheets of paper").isBetween(1L, 2L);
    assertThat(seen.violations()).as("accessibility").containsOnlyKeys(THEMES.keySet())
        .allSatisfy((theme, broken) -> assertThat(broken).isEmpty());
  }

  /** A check that finds nothing may be one that cannot find anything. */
  @Test
  void faultsAreSeen() throws IOException, ExecutionException, InterruptedException {
    String sound = Files.readString(looks.keySet().iterator().next());
    Path faulty = Files.writeString(folder.resolve("faulty.html"), sound
        .replace("<h1>", "<script>alert(1)</script><p style=\"color: #888; background: #999; width: 600px\">A pale text</p><h1>")
        .replace("</main>", "<div style=\"break-before: page\">1</div><div style=\"break-before: page\">2</div>"
            + "<div style=\"break-before: page\">3</div></main>"));
    ChromeDriver own = browsers.getFirst();
    // No other page is looked at meanwhile.
    for (Future<Seen> look : looks.values()) {
      var unused = look.get();
    }

    Seen seen = look(own, faulty);

    assertThat(seen.console()).as("a script that the policy forbids").isNotEmpty();
    assertThat(seen.width()).isGreaterThan(PHONE);
    assertThat(seen.sheets()).isGreaterThan(2);
    assertThat(seen.violations()).allSatisfy((theme, broken) -> assertThat(broken.toString()).contains("color-contrast"));
  }

  private static Seen look(ChromeDriver chrome, Path page) {
    screen(chrome, PHONE, 800, true);
    chrome.get(page.toUri().toString());
    List<LogEntry> console = chrome.manage().logs().get(LogType.BROWSER).getAll();
    long width = (Long) run(chrome, "return document.documentElement.scrollWidth");
    long sheets = sheets(chrome);
    screen(chrome, 1000, 1200, false);
    Map<String, List<?>> violations = new TreeMap<>();
    for (Map.Entry<String, String> theme : THEMES.entrySet()) {
      var unused =
          chrome.executeCdpCommand(
              "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme.getKey()))));
      assertThat(run(chrome, "return matchMedia('(prefers-color-scheme: " + theme.getKey() + ")').matches")).isEqualTo(true);
      violations.put(theme.getKey(), violations(chrome, theme.getValue()));
    }
    return new Seen(console, width, sheets, violations);
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
    return SHEET.matcher(new String(pdf, StandardCharsets.ISO_8859_1)).results().count();
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
