package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.aws.RdsRangeChange.Answer;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ScalingRange;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.RdsException;

class RdsRangeChangeTest {
  private static final ClusterId ORDERS = new ClusterId("orders-db");

  private final FakeRds rds = new FakeRds();
  private final RdsRangeChange change = new RdsRangeChange(() -> rds);

  @Test
  void sendsMinAndMaxTogetherAndNothingElse() {
    rds.modify = request -> accepted();

    Answer answer = change.modify(ORDERS, ScalingRange.of(0.5, 12), "0a1b2c3d");

    assertThat(answer).isEqualTo(new Answer.Accepted("request-1"));
    assertThat(rds.requests(ModifyDbClusterRequest.class)).singleElement().satisfies(request -> {
      assertThat(request.toBuilder().overrideConfiguration((AwsRequestOverrideConfiguration) null).build())
          .isEqualTo(
              ModifyDbClusterRequest.builder()
                  .dbClusterIdentifier("orders-db")
                  .serverlessV2ScalingConfiguration(range -> range.minCapacity(0.5).maxCapacity(12.0))
                  .applyImmediately(true)
                  .build());
      assertThat(request.overrideConfiguration().orElseThrow().apiNames()).singleElement().satisfies(name -> {
        assertThat(name.name()).isEqualTo(RdsRangeChange.AGENT);
        assertThat(name.version()).isEqualTo("0a1b2c3d");
      });
    });
  }

  @Test
  void sendsThePauseTimeAgainWhileMinIsZero() {
    rds.modify = request -> accepted();

    change.modify(ORDERS, ScalingRange.of(0, 12, 600), "0a1b2c3d");

    ModifyDbClusterRequest request = rds.requests(ModifyDbClusterRequest.class).getFirst();
    assertThat(request.serverlessV2ScalingConfiguration().secondsUntilAutoPause()).isEqualTo(600);
  }

  @Test
  void leavesThePauseTimeOutWhenMinIsRaised() {
    rds.modify = request -> accepted();

    change.modify(ORDERS, ScalingRange.of(0, 12, 600).withMinHalves(2), "0a1b2c3d");

    ModifyDbClusterRequest request = rds.requests(ModifyDbClusterRequest.class).getFirst();
    assertThat(request.serverlessV2ScalingConfiguration().secondsUntilAutoPause()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "DBClusterNotFoundFault, 404, Refused",
    "InvalidParameterValue, 400, Refused",
    "InvalidParameterCombination, 400, Refused",
    "AccessDenied, 403, Refused",
    "AccessDeniedException, 403, Refused",
    "InvalidDBClusterStateFault, 400, NotNow",
    "InvalidDBInstanceState, 400, NotNow",
    "Throttling, 400, NotNow",
    "RequestLimitExceeded, 503, NotNow",
    "InternalFailure, 500, Unsure",
    "ServiceUnavailable, 503, Unsure",
    "RequestTimeout, 400, Unsure",
    "'', 400, Unsure",
    "'', 502, Unsure"
  })
  void saysWhatEachErrorMeansForTheEffect(String code, int status, String expected) {
    rds.modify = request -> {
      throw Errors.filled(RdsException.builder(), code, status);
    };

    Answer answer = change.modify(ORDERS, ScalingRange.of(0.5, 12), "0a1b2c3d");

    assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(rds.requests(ModifyDbClusterRequest.class)).hasSize(1);
  }

  @Test
  void isUnsureAfterATimeout() {
    rds.modify = request -> {
      throw ApiCallAttemptTimeoutException.create(8000);
    };

    assertThat(change.modify(ORDERS, ScalingRange.of(0.5, 12), "0a1b2c3d")).isInstanceOf(Answer.Unsure.class);
  }

  @Test
  void isUnsureAfterABrokenConnection() {
    rds.modify = request -> {
      throw SdkClientException.create("Unable to execute HTTP request: Connection reset",
          new UncheckedIOException(new java.io.IOException("Connection reset")));
    };

    assertThat(change.modify(ORDERS, ScalingRange.of(0.5, 12), "0a1b2c3d"))
        .isInstanceOfSatisfying(Answer.Unsure.class, unsure -> assertThat(unsure.text()).contains("Connection reset"));
  }

  private static ModifyDbClusterResponse accepted() {
    ModifyDbClusterResponse.Builder response = ModifyDbClusterResponse.builder();
    response.responseMetadata(DefaultAwsResponseMetadata.create(Map.of("AWS_REQUEST_ID", "request-1")));
    return response.build();
  }
}
