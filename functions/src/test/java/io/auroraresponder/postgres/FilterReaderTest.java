package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.probe.Filter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterReaderTest {
  private static Filter filter(String sql) {
    return FilterReader.of(sql);
  }

  @Test
  void readsTheColumnsThatAreHeldEqualToAValue() {
    assertThat(filter("SELECT note FROM parcels WHERE customer = $1 AND open AND weight > 5 AND kind IN ('a', 'b') AND id = ANY "
        + "($2::int[]);"))
        .isEqualTo(new Filter("", "parcels", "parcels", List.of("customer", "kind", "id"), true));
    assertThat(filter("select p.\"Note\" from Shop.\"Parcels\" as p where p.\"Customer\" = 'x'::uuid order by p.id"))
        .isEqualTo(new Filter("shop", "Parcels", "Shop.\"Parcels\"", List.of("Customer"), true));
    assertThat(filter("UPDATE ONLY stock s SET n = n - 1 WHERE s.sku = 7 AND at BETWEEN $1 AND $2"))
        .isEqualTo(new Filter("", "stock", "stock", List.of("sku"), true));
    assertThat(filter("DELETE FROM sessions WHERE token = 'secret'").columns()).containsExactly("token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT count(*) FROM t WHERE a = 1", "SELECT DISTINCT b FROM t WHERE a = 1",
      "SELECT b FROM t WHERE a = 1 LIMIT 1"})
  void knowsWhereTheRowsThatComeBackAreNotThoseThatWereKept(String sql) {
    assertThat(filter(sql)).isEqualTo(new Filter("", "t", "t", List.of("a"), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "SELECT b FROM t WHERE lower(a) = 'x'", "SELECT b FROM t WHERE a::text = 'x'", "SELECT b FROM t WHERE a = b",
          "SELECT b FROM t WHERE a = $1 + 1",
      "SELECT b FROM t WHERE a <> 1", "SELECT b FROM t WHERE other.a = 1", "SELECT b FROM t WHERE (a = 1)"})
  void aConditionThatAnIndexOnTheColumnDoesNotServeIsNone(String sql) {
    assertThat(filter(sql).table()).isEqualTo("t");
    assertThat(filter(sql).columns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "SELECT 1", "SELECT b FROM t", "SELECT b FROM t, u WHERE a = 1", "SELECT b FROM t JOIN u USING (id) WHERE a = 1",
      "SELECT b FROM t WHERE a = 1 OR c = 2", "SELECT b FROM t WHERE a = (SELECT max(a) FROM t)",
      "WITH x AS (SELECT 1) SELECT b FROM x WHERE a = 1",
      "SELECT b FROM f(1) WHERE a = 1", "SELECT b FROM t WHERE a = 'never ended", "INSERT INTO t VALUES (1)", "UPDATE t SET a = 1",
      "BEGIN; SELECT b FROM t WHERE a = 1"})
  void whateverIsMoreThanConditionsOfOneTableTellsNothing(String sql) {
    assertThat(filter(sql)).isEqualTo(Filter.NONE);
  }
}
