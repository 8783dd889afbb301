package io.auroraresponder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "password=hunter2 x|password=*** x",
      "PASSWD: hunter2|PASSWD: ***",
      "a Pwd=hunter2|a Pwd=***",
      "ALTER ROLE a PASSWORD 'hunter2'|ALTER ROLE a PASSWORD '***'",
      "Authorization: Bearer hunter2|Authorization: ***",
      "aws_secret_access_key = hunter2|aws_secret_access_key = ***",
      "SecretAccessKey: hunter2|SecretAccessKey: ***",
      "aws_session_token=hunter2|aws_session_token=***",
      "X-Amz-Security-Token=hunter2&a|X-Amz-Security-Token=***&a",
      "&X-Amz-Signature=hunter2&a|&X-Amz-Signature=***&a",
      "token=hunter2|token=***",
      "SECRET=hunter2|SECRET=***",
      "Api_Key=hunter2|Api_Key=***",
      "apikey=hunter2|apikey=***",
      "postgres://me:hunter2@host/db|postgres://***@host/db",
      "key AKIAABCDEFGHIJKLMNOP used|key *** used",
      "key ASIAABCDEFGHIJKLMNOP used|key *** used"})
  void eachKindOfCredentialIsMaskedAndItsNameStays(String text, String shown) {
    assertThat(Secrets.masked(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p", "Threshold Crossed: 3 datapoints were greater than the threshold (90.0).", "passwords are long",
      "the session of pid 7", "https://console.aws.amazon.com/x", "an api, a token and a secret", "AKIA"})
  void otherWordsStayAsTheyAre(String text) {
    assertThat(Secrets.masked(text)).isEqualTo(text);
  }
}
