/** Forms in which text comes from outside, to several of the adapters. */
@NullMarked
package rtm.domain.text;

import org.jspecify.annotations.NullMarked;
