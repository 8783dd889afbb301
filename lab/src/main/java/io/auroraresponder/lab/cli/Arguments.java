package io.auroraresponder.lab.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Words and options of one command. */
final class Arguments {
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> options = new LinkedHashMap<>();

  private Arguments() {}

  /**
   * Sorts a command's words.
   *
   * @param flags options that stand alone
   * @param valued options that take the next word, or what stands behind {@code =}
   * @throws UsageException for an option that the command does not know or that lacks its value
   */
  static Arguments of(String command, List<String> given, Set<String> flags, Set<String> valued) {
    Arguments arguments = new Arguments();
    for (int i = 0; i < given.size(); i++) {
      String word = given.get(i);
      String name = word.replaceFirst("=.*$", "");
      if (!word.startsWith("-") || word.equals("-")) {
        arguments.words.add(word);
      } else if (flags.contains(word)) {
        arguments.options.put(word, "");
      } else if (valued.contains(name)) {
        boolean attached = name.length() < word.length();
        if (!attached && i + 1 == given.size()) {
          throw new UsageException(command + ": " + name + " needs a value");
        }
        arguments.options.put(name, attached ? word.substring(name.length() + 1) : given.get(++i));
      } else {
        Set<String> known = new TreeSet<>(flags);
        known.addAll(valued);
        throw new UsageException(command + " does not know " + word + Suggestion.forWord(word, known));
      }
    }
    return arguments;
  }

  List<String> words() {
    return words;
  }

  boolean has(String flag) {
    return options.containsKey(flag);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }
}
