package io.bellhop.router.control;

import io.bellhop.router.hold.HoldBudget;
import io.bellhop.router.record.Meters;
import io.bellhop.router.wake.Wakes;

/**
 * What all apps of a router have in common.
 *
 * @param meters what is measured of them
 * @param holdBudget what all that are held may cost
 * @param wakes by which they are woken
 * @param wanted who is told of requests that wait for runs of their own
 */
public record AppMeans(Meters meters, HoldBudget holdBudget, Wakes wakes, RoomWanted wanted) {}
