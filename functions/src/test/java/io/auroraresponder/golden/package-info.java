/** Whole answers of runbooks as files that a person can read. Nothing here decides; start reading at Goldens. */
@org.jspecify.annotations.NullMarked
package io.auroraresponder.golden;
