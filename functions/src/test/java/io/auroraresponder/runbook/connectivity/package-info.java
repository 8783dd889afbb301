@NullMarked
package io.auroraresponder.runbook.connectivity;

import org.jspecify.annotations.NullMarked;
