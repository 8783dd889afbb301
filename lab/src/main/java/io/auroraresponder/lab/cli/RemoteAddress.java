package io.auroraresponder.lab.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Where an account is that is not simulated here, and who asks it. */
final class RemoteAddress {
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  private RemoteAddress() {}

  /**
   * The value of {@code --endpoint-url}. A simulation on this machine never gets to see the signature of a real key: for it, calls are
   * signed with a made-up one.
   */
  static URI read(String text) {
    URI address = parsed(text);
    if (THIS_MACHINE.contains(address.getHost())) {
      System.setProperty("aws.accessKeyId", "lab");
      System.setProperty("aws.secretAccessKey", "lab");
    } else {
      requireCredentials("--endpoint-url");
    }
    return address;
  }

  private static URI parsed(String text) {
    try {
      URI address = new URI(text);
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException noAddress) {
      // Said below, like any other text that is no address.
    }
    throw new UsageException("--endpoint-url is an address such as http://127.0.0.1:4566, not " + text);
  }

  /** The region that the SDK finds in environment or profile. */
  static String region() {
    requireCredentials("--aws");
    try {
      return new DefaultAwsRegionProviderChain().getRegion().id();
    } catch (SdkClientException none) {
      throw new UsageException("--aws needs a region: set AWS_REGION or name one in the profile");
    }
  }

  static String regionOr(String otherwise) {
    try {
      return new DefaultAwsRegionProviderChain().getRegion().id();
    } catch (SdkClientException none) {
      return otherwise;
    }
  }

  static void requireCredentials(String option) {
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      var unused = credentials.resolveCredentials();
    } catch (SdkClientException none) {
      throw new UsageException(option + " needs AWS credentials: the SDK found none in environment, profile or container");
    }
  }
}
