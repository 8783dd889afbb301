package io.auroraresponder.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists of values shown as one: {@code IN (?, ?, ?)} as {@code IN (?)}, many rows of VALUES as one, literals that PostgreSQL joins as one.
 * Statements that differ only in how many values they carry then read alike.
 */
final class RepeatedValues {
  private final List<SqlToken> tokens;
  private final List<SqlToken> kept = new ArrayList<>();
  private int at;

  private RepeatedValues(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  static List<SqlToken> collapsed(List<SqlToken> tokens) {
    RepeatedValues pass = new RepeatedValues(tokens);
    while (pass.at < tokens.size()) {
      pass.step();
    }
    return pass.kept;
  }

  private void step() {
    SqlToken token = tokens.get(at);
    if (token.kind() == SqlToken.Kind.VALUE && !kept.isEmpty() && kept.get(kept.size() - 1).kind() == SqlToken.Kind.VALUE) {
      at++;
      return;
    }
    kept.add(token);
    at++;
    if (token.is("IN") || token.is("VALUES")) {
      lists(token.is("VALUES"));
    }
  }

  private void lists(boolean rows) {
    int end = listEnd(at);
    if (end < 0) {
      return;
    }
    kept.add(tokens.get(at));
    kept.add(tokens.get(at + 1));
    kept.add(tokens.get(end - 1));
    at = end;
    while (rows && at < tokens.size() && tokens.get(at).isSymbol(",") && listEnd(at + 1) >= 0) {
      at = listEnd(at + 1);
    }
  }

  /** Index after the closing parenthesis where nothing but values stands at {@code from}, else -1. */
  private int listEnd(int from) {
    if (from >= tokens.size() || !tokens.get(from).isSymbol("(")) {
      return -1;
    }
    for (int i = from + 1; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      if (token.isSymbol(")")) {
        return i > from + 1 && tokens.get(from + 1).standsForValue() ? i + 1 : -1;
      }
      if (!token.standsForValue() && !token.isSymbol(",")) {
        return -1;
      }
    }
    return -1;
  }
}
