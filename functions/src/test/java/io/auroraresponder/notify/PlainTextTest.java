package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

  @Test
  void lineBreaksAndControlCharactersBecomeBlanks() {
    assertThat(PlainText.of("one\ntwo\r\tthree\u0007\u2028four")).isEqualTo("one two  three  four");
  }

  @Test
  void hiddenCharactersVanish() {
    assertThat(PlainText.of("ord\u200Bers\u202E-db\u2066\uFEFF\u00AD")).isEqualTo("orders-db");
  }

  @Test
  void halfSurrogatePairsBecomeQuestionMarksAndWholeOnesStay() {
    assertThat(PlainText.of("a\uD83Db \uD83D\uDE00")).isEqualTo("a?b \uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "password=hunter2secret", "PASSWORD: hunter2secret", "{\"password\": \"hunter2secret\"}", "token=hunter2secret",
      "Authorization: Bearer hunter2secret", "ALTER ROLE x PASSWORD 'hunter2secret'", "postgres://app:hunter2secret@host/db",
      "X-Amz-Signature=hunter2secret&x=1", "aws_secret_access_key = hunter2secret", "api_key=hunter2secret"})
  void valuesThatLookLikeCredentialsAreMasked(String raw) {
    assertThat(PlainText.of(raw)).doesNotContain("hunter2secret").contains("***");
  }

  @Test
  void accessKeyIdsAreMasked() {
    assertThat(PlainText.of("user AKIAIOSFODNN7EXAMPLE called")).isEqualTo("user *** called");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password authentication failed for user \"app\"", "the token is 900 s old", "8 of 8 ACU", "<!channel> *90%*"})
  void ordinaryTextStaysAsItIs(String raw) {
    assertThat(PlainText.of(raw)).isEqualTo(raw);
  }

  @ParameterizedTest
  @CsvSource({"one two three, 13, one two three", "one two three, 10, one two…", "onetwothree, 5, onet…"})
  void cutsBetweenWordsWhereItCan(String text, int limit, String cut) {
    assertThat(PlainText.cut(text, limit)).isEqualTo(cut);
  }

  @Test
  void neverCutsInsideASurrogatePair() {
    assertThat(PlainText.cut("abc\uD83D\uDE00def", 5)).isEqualTo("abc…");
  }

  @ParameterizedTest
  @CsvSource({
      "see https://evil.example/x, see https[:]//evil.example/x", "HTTP://evil.example, HTTP[:]//evil.example",
      "www.evil.example, www[.]evil.example", "mailto:a@evil.example, mailto[:]a@evil.example",
      "pay at evil.example.com., pay at evil[.]example[.]com.", "evil.com/x?y#z, evil[.]com/x?y#z", "Evil.CO.UK now, Evil[.]CO[.]UK now",
      "a@evil.zip, a@evil[.]zip", "пример.рф, пример[.]рф", "xn--e1afmkfd.xn--p1ai, xn--e1afmkfd[.]xn--p1ai",
      "public.order_line at 8.5 ACU of 16.4, public.order_line at 8.5 ACU of 16.4", "app@10.20.3.7 e.g. now, app@10.20.3.7 e.g. now",
      "orders-db.cluster-abc.eu-west-1.rds.amazonaws.com:5432, orders-db.cluster-abc.eu-west-1.rds.amazonaws.com:5432",
      "rds.amazonaws.com.evil.net, rds[.]amazonaws[.]com[.]evil[.]net", "public.order_line.id at 90 %, public.order_line.id at 90 %",
      "work_mem and max_connections, work_mem and max_connections",
      "10:15 UTC public.prices: 8 of 8 ACU, 10:15 UTC public.prices: 8 of 8 ACU"})
  void addressesInNamesAreReadAndNotClicked(String text, String inert) {
    assertThat(PlainText.inert(text)).isEqualTo(inert);
  }
}
