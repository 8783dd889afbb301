package io.auroraresponder.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Holds what docs/testing.md says of mutations against PIT's report: each package finds at least as many faults as the page says and as it
 * must, and each fault in a guard that no test finds stands there with its reason. {@code main} takes the report and the page; exit 1 where
 * they differ, 2 where one of them cannot be read.
 */
public final class MutationRecord {
  private static final String BASE = "io.auroraresponder.";
  private static final String GUARDS = BASE + "remediation.guard";
  private static final int LEAST = 80;
  private static final Pattern SCORE = Pattern.compile("\\| `([a-z.]+)` \\|[^|\\n]*\\| (\\d+) % \\((\\d+) of (\\d+)\\) \\|");
  private static final Pattern SURVIVOR = Pattern.compile("\\| `([A-Z]\\w*\\.\\w+)` \\| ([^|\\n]+) \\| ([^|\\n]*)\\|");

  /** A fault that was put in; {@code what} without the names of the code. */
  record Mutant(String type, String place, String what, boolean found) {}

  private MutationRecord() {}

  public static void main(String[] arguments) throws ParserConfigurationException {
    if (arguments.length != 2) {
      System.err.println("usage: MutationRecord <mutations.xml of PIT> <docs/testing.md>");
      System.exit(2);
    }
    try {
      List<String> differences = differences(mutants(Path.of(arguments[0])), Files.readString(Path.of(arguments[1])));
      differences.forEach(System.out::println);
      System.exit(differences.isEmpty() ? 0 : 1);
    } catch (IOException | SAXException unreadable) {
      System.err.println("cannot be read: " + unreadable.getMessage());
      System.exit(2);
    }
  }

  static List<Mutant> mutants(Path report) throws IOException, SAXException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    NodeList all = factory.newDocumentBuilder().parse(report.toFile()).getElementsByTagName("mutation");
    List<Mutant> mutants = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element one = (Element) all.item(i);
      String type = text(one, "mutatedClass");
      String simple = type.substring(type.lastIndexOf('.') + 1);
      mutants.add(
          new Mutant(
              type, simple + "." + method(text(one, "mutatedMethod")), text(one, "description").replaceAll(" for io/.*", ""),
              one.getAttribute("detected").equals("true")));
    }
    return mutants;
  }

  private static String text(Element of, String name) {
    return of.getElementsByTagName(name).item(0).getTextContent();
  }

  /** A lambda's number changes with each other one, so it is called by the method that it stands in. */
  private static String method(String name) {
    return name.replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1").replaceAll("[<>]", "");
  }

  /** A sentence for each; none where page and report agree. Packages of which the report says nothing are not judged. */
  static List<String> differences(List<Mutant> mutants, String page) {
    List<String> differences = new ArrayList<>();
    Matcher scores = SCORE.matcher(page);
    while (scores.find()) {
      List<Mutant> those = mutants.stream().filter(one -> packageOf(one.type()).equals(BASE + scores.group(1))).toList();
      long found = those.stream().filter(Mutant::found).count();
      long percent = those.isEmpty() ? LEAST : 100 * found / those.size();
      if (!those.isEmpty() && (percent < LEAST || percent < Integer.parseInt(scores.group(2)))) {
        differences.add(
            String.format(Locale.ROOT, "%s: %d %% (%d of %d), the page says %s %%, and %d %% is the least", scores.group(1), percent, found,
                those.size(), scores.group(2), LEAST));
      }
    }
    if (mutants.stream().anyMatch(one -> packageOf(one.type()).equals(GUARDS))) {
      differences.addAll(survivors(mutants, page));
    }
    return differences;
  }

  private static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('.'));
  }

  private static List<String> survivors(List<Mutant> mutants, String page) {
    List<String> differences = new ArrayList<>();
    List<String> listed = new ArrayList<>();
    Matcher rows = SURVIVOR.matcher(page);
    while (rows.find()) {
      listed.add(rows.group(1) + ": " + rows.group(2).strip());
      if (rows.group(3).isBlank()) {
        differences.add(rows.group(1) + ": " + rows.group(2).strip() + " is listed without a reason");
      }
    }
    List<String> survived =
        mutants.stream().filter(one -> !one.found() && packageOf(one.type()).equals(GUARDS)).map(one -> one.place() + ": " + one.what())
            .toList();
    var counts = counted(survived);
    var wanted = counted(listed);
    Stream.concat(survived.stream(), listed.stream()).distinct().sorted().forEach(one -> {
      long is = counts.getOrDefault(one, 0L);
      long said = wanted.getOrDefault(one, 0L);
      if (is != said) {
        differences.add(one + " survived " + is + " times, and stands " + said + " times in the list of survivors");
      }
    });
    return differences;
  }

  private static Map<String, Long> counted(List<String> all) {
    return all.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
