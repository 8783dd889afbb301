package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.remediation.RecordedRange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedRangeTest {
  private static final String RECORD =
      """
      {"detail-type": "AWS API Call via CloudTrail", "source": "aws.rds", "detail": {
        "eventSource": "rds.amazonaws.com", "eventName": "ModifyDBCluster", "eventID": "e-1", "eventTime": "2026-11-24T10:15:30Z",
        "requestID": "r-1", "userAgent": "aws-cli/2.17",
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"},
        "requestParameters": {"dBClusterIdentifier": "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "applyImmediately": true,
          "serverlessV2ScalingConfiguration": {"minCapacity": 0.5, "maxCapacity": 20}},
        "responseElements": {"dBClusterIdentifier": "orders-db", "dbClusterResourceId": "cluster-ABC"}}}
      """;

  private static Optional<RecordedRange> read(String json) {
    return Request.of(json.getBytes(StandardCharsets.UTF_8)).recordedRange();
  }

  @Test
  void readsWhoAskedForWhatRangeAndWhen() {
    assertThat(read(RECORD)).contains(new RecordedRange(
        "e-1", Instant.parse("2026-11-24T10:15:30Z"), "orders-db", "cluster-ABC", "arn:aws:iam::111122223333:user/ann", "ann",
        "r-1", "aws-cli/2.17", 0.5, 20));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "\"ModifyDBCluster\" | \"CreateDBCluster\"",
    "\"eventID\" | \"errorCode\": \"AccessDenied\", \"eventID\"",
    "\"serverlessV2ScalingConfiguration\" | \"other\"",
    "\"minCapacity\": 0.5 | \"minCapacity\": \"much\"",
    "\"minCapacity\": 0.5, | ''",
    "2026-11-24T10:15:30Z | yesterday",
    "\"dBClusterIdentifier\" | \"dBInstanceIdentifier\"",
    "\"e-1\" | \"\""
  })
  void everyOtherRecordIsLeftAlone(String part, String instead) {
    assertThat(RECORD).contains(part);

    assertThat(read(RECORD.replace(part, instead))).isEmpty();
  }

  @Test
  void aNameThatACallerChoseKeepsItsPlace() {
    String said = RECORD.replace("user/ann", "assumed-role/x/ann\\nCRITICAL now");

    assertThat(read(said).orElseThrow().by()).isEqualTo("arn:aws:iam::111122223333:assumed-role/x/ann-CRITICAL-now");
    assertThat(read(said).orElseThrow().role()).isEqualTo("x");
  }
}
