package rtm.http;

import rtm.domain.model.WireName;

/** What a browser may do with this service. */
public enum ConsoleMode implements WireName {
    /** There is no page and no table. */
    OFF,
    /** It shows everything and changes nothing. */
    READ,
    /** It also changes games, with the token. */
    ACT
}
