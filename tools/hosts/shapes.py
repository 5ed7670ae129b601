"""Face shapes of a pack: the mouth grid (opening x width), the special mouths, the eye states. Values are face units, added to
the resting expression; a name without a side applies to both."""

# rows: opening 0..1 as the player knows it, densely spaced near closed, where small steps show most
OPENING = [0., .08, .20, .38, .64, 1.]
# columns: -1 rounded .. 1 spread
WIDTH = [-1., -.4, .3, 1.]
# per row: jaw opening, lower lip down, upper lip up
ROWS = [(0, 0, 0), (.012, .26, .20), (.045, .46, .36), (.11, .44, .38), (.21, .36, .38), (.36, .24, .34)]


def mouth(row, col):
    jaw, low, up = ROWS[row]
    u = WIDTH[col]
    r, s = max(0., -u), max(0., u)
    f = 1 - .70 * r
    return {'jawOpen': jaw, 'mouthLowerDown': low * f, 'mouthUpperUp': up * f, 'mouthPucker': .74 * r,
            'mouthFunnel': (.24 + .9 * jaw) * r * (row > 0), 'mouthStretch': .30 * s * (row > 0), 'mouthSmile': .16 * s * (row > 0)}


# the closed row needs its rounded half only: at rest width 0 .. 1 look alike
SHARED = {(0, 2): (0, 3)}

SPECIAL = {
    'closed': {'mouthPress': .34, 'mouthRollUpper': .15, 'mouthRollLower': .18, 'mouthSmile': -.16},
    'lip_teeth': {'jawOpen': .03, 'mouthRollLower': .45, 'mouthUpperUp': .55, 'mouthSmile': -.05},
    'tongue': {'jawOpen': .15, 'mouthLowerDown': .40, 'mouthUpperUp': .40, 'tongueOut': .40},
}

# lids100 is the lid on the lower lid; the unit's full value would overshoot
EYES = {
    'neutral': {},
    'lids35': {'eyeBlink': .27},
    'lids70': {'eyeBlink': .50},
    'lids100': {'eyeBlink': .72},
    'brow': {'browInnerUp': .32, 'browOuterUp': .34, 'eyeWide': .12},
    'delight': {'cheekSquint': .78, 'eyeSquint': .14, 'browInnerUp': .45, 'browOuterUp': .60},
    'concern': {'browInnerUp': 1.0, 'browDown': .36, 'eyeSquint': .14, 'eyeBlink': .05},
    'smile': {'cheekSquint': .42, 'eyeSquint': .22, 'eyeBlink': .06},
    'gaze_left': {}, 'gaze_right': {}, 'gaze_up': {'eyeLookUp': .35}, 'gaze_down': {'eyeLookDown': .40, 'eyeBlink': .10},
}
# where the eyes look, metres in the camera's plane (x to the viewer's right, z up)
GAZE = {'gaze_left': (-.75, 0.), 'gaze_right': (.75, 0.), 'gaze_up': (0., .45), 'gaze_down': (0., -.55)}


def round_mouth(units):
    return max(units.get('mouthPucker', 0), units.get('mouthFunnel', 0))


def at_rest_plus(rest, units):
    """resting expression plus units; a rounded or open mouth gives up part of the smile"""
    e = dict(rest)
    k = 1 - .55 * min(1, round_mouth(units) / .5)
    if units.get('jawOpen', 0) > .05:
        k = min(k, .75)
    for q in ('mouthSmile', 'mouthDimple'):
        e[q] = e.get(q, 0) * k
    for q, w in units.items():
        e[q] = e.get(q, 0) + w
    return e
