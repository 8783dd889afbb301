@NullMarked
package io.auroraresponder.runbook;

import org.jspecify.annotations.NullMarked;
