package io.auroraresponder.postgres;

import io.auroraresponder.probe.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the filter of a statement of one table out of its text. Whatever is more than conditions of that table joined by AND gives
 * {@link Filter#NONE}: an OR, a join, a subquery. Conditions that are no comparison with a value narrow it further, and are passed over.
 */
final class FilterReader {
  private static final Set<String> ENDS = Set.of("GROUP", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "RETURNING", "HAVING", "WINDOW");
  private static final Set<String> SEVERAL = Set.of("OR", "JOIN", "UNION", "EXCEPT", "INTERSECT", "CASE");

  /** With one of these the rows that come back are not those that were kept. */
  private static final Set<String> FEWER = Set.of("GROUP", "DISTINCT", "LIMIT", "FETCH", "HAVING", "OFFSET");

  private final List<SqlToken> tokens;
  private int at;

  private FilterReader(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  static Filter of(String statement) {
    try {
      List<SqlToken> tokens = new ArrayList<>(SqlLexer.tokens(statement));
      while (!tokens.isEmpty() && tokens.getLast().isSymbol(";")) {
        tokens.removeLast();
      }
      return new FilterReader(List.copyOf(tokens)).read();
    } catch (RuntimeException e) {
      // As with the redaction: what cannot be read tells nothing.
      return Filter.NONE;
    }
  }

  private Filter read() {
    long selects = tokens.stream().filter(token -> token.is("SELECT")).count();
    boolean several = tokens.stream().anyMatch(token -> token.kind() == SqlToken.Kind.CUT || token.isSymbol(";")
        || SEVERAL.stream().anyMatch(token::is));
    if (several || selects > 1 || tokens.isEmpty()) {
      return Filter.NONE;
    }
    if (tokens.getFirst().is("SELECT")) {
      return skipTo("FROM") ? ofTable(plainRows()) : Filter.NONE;
    }
    if (selects == 0 && tokens.getFirst().is("DELETE") && word(1, "FROM")) {
      at = 2;
      return ofTable(true);
    }
    at = 1;
    return selects == 0 && tokens.getFirst().is("UPDATE") ? ofTable(true) : Filter.NONE;
  }

  /** The list before FROM calls nothing, and nothing behind it leaves rows out. */
  private boolean plainRows() {
    return tokens.subList(0, at).stream().noneMatch(token -> token.isSymbol("("))
        && tokens.stream().noneMatch(token -> FEWER.stream().anyMatch(token::is));
  }

  /** From the first token of the table on. */
  private Filter ofTable(boolean returnsWhatItKeeps) {
    boolean update = tokens.getFirst().is("UPDATE");
    at += word(at, "ONLY") ? 1 : 0;
    int begin = at;
    String table = name();
    String schema = "";
    if (symbol(at, ".")) {
      at++;
      schema = table;
      table = name();
    }
    String written = tokens.subList(begin, at).stream().map(SqlToken::text).collect(Collectors.joining());
    String alias = table;
    at += word(at, "AS") ? 1 : 0;
    if (at < tokens.size() && !word(at, "WHERE") && !word(at, "SET") && isName(tokens.get(at))) {
      alias = name();
    }
    if (table.isEmpty() || !(update ? word(at, "SET") && skipTo("WHERE") : word(at++, "WHERE"))) {
      return Filter.NONE;
    }
    return new Filter(schema, table, written, columns(table, alias), returnsWhatItKeeps);
  }

  private List<String> columns(String table, String alias) {
    List<String> found = new ArrayList<>();
    List<SqlToken> condition = new ArrayList<>();
    int depth = 0;
    for (; at < tokens.size(); at++) {
      SqlToken token = tokens.get(at);
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && ENDS.stream().anyMatch(token::is)) {
        break;
      }
      if (depth == 0 && token.is("AND")) {
        equal(condition, table, alias, found);
        condition.clear();
      } else {
        condition.add(token);
      }
    }
    equal(condition, table, alias, found);
    return found.stream().distinct().toList();
  }

  /** {@code [alias.]column = value}, {@code … IN (values)}, {@code … = ANY (value)}, each with a cast of the value or none. */
  private static void equal(List<SqlToken> condition, String table, String alias, List<String> found) {
    boolean qualified = condition.size() > 2 && condition.get(1).isSymbol(".");
    if (condition.isEmpty() || (qualified && !List.of(table, alias).contains(folded(condition.getFirst())))) {
      return;
    }
    int begin = qualified ? 2 : 0;
    List<SqlToken> rest = condition.subList(begin + 1, condition.size());
    boolean list = !rest.isEmpty() && (rest.getFirst().is("IN")
        || (rest.size() > 1 && rest.getFirst().isSymbol("=") && rest.get(1).is("ANY")));
    boolean one = rest.size() > 1 && rest.getFirst().isSymbol("=") && rest.get(1).standsForValue()
        && rest.subList(2, rest.size()).stream().allMatch(token -> token.isSymbol(":") || token.kind() == SqlToken.Kind.WORD);
    boolean values = list && rest.stream().skip(1).allMatch(token -> token.standsForValue() || token.is("ANY")
        || "():,[]".contains(token.text())
        || token.kind() == SqlToken.Kind.WORD);
    if (isName(condition.get(begin)) && (one || values)) {
      found.add(folded(condition.get(begin)));
    }
  }

  private boolean skipTo(String word) {
    int depth = 0;
    for (; at < tokens.size(); at++) {
      SqlToken token = tokens.get(at);
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && token.is(word)) {
        at++;
        return true;
      }
    }
    return false;
  }

  private String name() {
    boolean named = at < tokens.size() && isName(tokens.get(at));
    return named ? folded(tokens.get(at++)) : "";
  }

  private static boolean isName(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.NAME;
  }

  private static String folded(SqlToken token) {
    return token.kind() == SqlToken.Kind.NAME ? token.text().substring(1, token.text().length() - 1).replace("\"\"", "\"")
        : token.text().toLowerCase(Locale.ROOT);
  }

  private boolean word(int index, String word) {
    return index < tokens.size() && tokens.get(index).is(word);
  }

  private boolean symbol(int index, String symbol) {
    return index < tokens.size() && tokens.get(index).isSymbol(symbol);
  }
}
