package rtm.main.settings;

import rtm.domain.model.WireName;

/** Whether games run on one node, or on one of several. */
public enum NodesMode implements WireName {
    /** There is one node. */
    SINGLE,
    /** There may be several. */
    MANY
}
