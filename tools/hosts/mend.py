"""Mends of finished pictures. No bpy: numpy, opencv, scipy. What is mended stays nearly as it is when a mend runs again."""
import colorsys
import cv2
import numpy as np
from scipy.ndimage import binary_dilation, gaussian_filter, grey_dilation

HUE, OWN = 14 / 360, .18          # how near to a colour's hue, and how saturated, what counts as of that colour is
PALE = .68                        # of the saturation around: less is a rear light on it
FOLD, STREAK = 9., 18.            # pixels over which is looked around, on cloth and on skin
MATT = .75                        # how much of a streak on skin is taken away
ROUGH = 3                         # pixels, the window of the median that takes the stairs off an outline


def hsv(colour):
    """'#rrggbb' -> hue, saturation, value 0..1"""
    return colorsys.rgb_to_hsv(*(int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)))


class Around:
    """What is of a colour in a picture (premultiplied RGBA 0..1), and what it looks like around each pixel."""

    def __init__(s, pm, colour, near):
        s.a = pm[..., 3:]
        s.c = (pm[..., :3] / np.maximum(s.a, .05)).clip(0, 1)
        s.saturation = s.c.max(2) - s.c.min(2)
        off = np.abs(cv2.cvtColor(s.c.astype(np.float32), cv2.COLOR_RGB2HSV)[..., 0] / 360 - hsv(colour)[0])
        s.own = ((np.minimum(off, 1 - off) < HUE) & (s.saturation > OWN) & (s.a[..., 0] > .5)).astype(np.float32)
        s.share = gaussian_filter(s.own, near)
        s.mean = gaussian_filter(s.c * s.own[..., None], (near, near, 0)) / np.maximum(s.share, 1e-3)[..., None]
        s.light = s.c.mean(2) / np.maximum(s.mean.mean(2), 1e-3)

    def pale(s):
        """0..1: lighter and less saturated than around"""
        return (1 - s.saturation / np.maximum(PALE * np.ptp(s.mean, 2), 1e-3)).clip(0, .6) / .6 * ((s.light - 1) / .08).clip(0, 1)

    def with_share(s, w):
        """The picture that takes, by the weights w, the colour around"""
        w = w[..., None]
        return np.concatenate([s.c * (1 - w) + s.mean * s.light.clip(0, 1.03)[..., None] * w, np.ones_like(s.a)], 2) * s.a


def dyed(pm, colour):
    """The picture without the white specks that a rear light leaves on folds of a bright cloth of a colour: what lies amid the cloth,
    pale and no warmer than white takes the colour around. Dull cloth is left as it is."""
    if hsv(colour)[1] < .3:
        return pm
    s = Around(pm, colour, FOLD)
    cool = ((s.c[..., 2] - s.c[..., 1] + .03) / .02).clip(0, 1)
    other = (s.a[..., 0] > .02) & (s.own == 0) & ((s.saturation > OWN) | (cool == 0) | (s.light < .9))
    amid = ((s.share / np.maximum(s.share + gaussian_filter(other.astype(np.float32), FOLD), 1e-3) - .82) / .12).clip(0, 1)
    return s.with_share(gaussian_filter(grey_dilation(s.pale() * cool * amid, 5), 1.2))


def matt(pm, colour, box):
    """The picture with a rear light's streak on skin of a colour toned down in a box."""
    x, y, w, h = box
    s = Around(pm, colour, STREAK)
    inside = np.zeros(pm.shape[:2], np.float32)
    inside[y:y + h, x:x + w] = MATT
    return s.with_share(gaussian_filter(grey_dilation(s.pale() * (s.share > .01), 5), 3.) * gaussian_filter(inside, 4.))


def mended(pm, spec, x=0, y=0):
    """A picture of a host, whose corner is at (x, y) of the frame, without what the rear light does to cloth and skin"""
    pm = dyed(pm, spec['outfit']['colors']['top'])
    for streak in spec.get('streak', ()):
        u, v, w, h = streak['box']
        u, v, r, b = max(0, u - x), max(0, v - y), u - x + w, v - y + h
        if u < min(r, pm.shape[1]) and v < min(b, pm.shape[0]):
            pm = matt(pm, streak['skin'], (u, v, r - u, b - v))
    return pm


def smooth(pm, edge, r=0.):
    """The picture without stairs and specks where `edge` says that an outline is, there blurred by r pixels."""
    near = gaussian_filter(binary_dilation(edge, iterations=2).astype(np.float32), 1.)[..., None].clip(0, .5) * 2
    even = cv2.medianBlur((pm * 255 + .5).clip(0, 255).astype(np.uint8), ROUGH).astype(np.float32) / 255
    return pm * (1 - near) + gaussian_filter(even, (r, r, 0)) * near
