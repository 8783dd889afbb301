package io.auroraresponder.infra;

/**
 * Where descriptions send people to read on: the pages under {@code docs}, at the address where the deployment's people find them; without
 * an address, by their path in the checkout that was deployed.
 *
 * @param base address of the folder {@code docs} without a slash at its end; empty for none
 */
record DocLinks(String base) {
  String runbook(String name) {
    return page("runbooks/" + name + ".md");
  }

  String troubleshooting() {
    return page("operations/troubleshooting.md");
  }

  private String page(String path) {
    return (base.isEmpty() ? "docs" : base) + "/" + path;
  }
}
