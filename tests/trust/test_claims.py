"""Which sentences the list of claims strikes, and which it leaves alone."""

import time

import pytest

from livestream.trust.claims import hits, rules

HIT = [
    ("absolute-zh", "这是全国最好的锅"),
    ("absolute-zh", "顶级面料，国家级品质"),
    ("absolute-zh", "销量第一的电饭煲"),
    ("absolute-zh", "这个牌子行业第一"),
    ("absolute-zh", "史无前例的手感"),
    ("absolute-zh", "独一无二，绝对不后悔"),
    ("absolute-zh", "NO.1的选择"),
    ("absolute-zh", "TOP1品牌"),
    ("absolute-zh", "首选这一款"),
    ("absolute-zh", "厨房神器来了"),
    ("absolute-zh", "最 好 用的洗衣液"),
    ("absolute-zh", "絕對值得"),
    ("absolute-zh", "最*便宜"),
    ("absolute-zh", "国❤家❤级"),
    ("absolute-zh", "100%有效"),
    ("absolute-zh", "永久不变色"),
    ("absolute-zh", "唯一的选择"),
    ("superlative-zh", "最适合你家的沙发"),
    ("absolute-en", "This is the best pan you can buy."),
    ("absolute-en", "It's our B E S T mug"),
    ("absolute-en", "The No. 1 choice for cooks"),
    ("absolute-en", "the cheapest kettle around"),
    ("absolute-en", "A perfect gift"),
    ("absolute-en", "the world's softest towel"),
    ("absolute-en", "100% effective"),
    ("absolute-en", "the ultimate knife"),
    ("authority-zh", "国家免检产品"),
    ("authority-zh", "皮肤科专家都推荐"),
    ("authority-zh", "央视推荐过的"),
    ("authority-en", "It is dermatologist-recommended."),
    ("data-zh", "临床验证过"),
    ("data-zh", "国家专利技术"),
    ("data-zh", "卖了几万件了"),
    ("data-zh", "好评率很高"),
    ("data-en", "clinically proven to work"),
    ("data-en", "Our customers love it"),
    ("data-en", "thousands of reviews"),
    ("data-en", "it has 20,000 happy customers"),
    ("guarantee-zh", "无副作用，放心用"),
    ("guarantee-zh", "七天见效"),
    ("guarantee-zh", "包你满意"),
    ("guarantee-zh", "无效退款"),
    ("guarantee-en", "Satisfaction guaranteed!"),
    ("guarantee-en", "We guarantee it"),
    ("guarantee-en", "no side effects at all"),
    ("medical-zh", "能治疗颈椎病"),
    ("medical-zh", "降血糖效果好"),
    ("medical-zh", "消炎止痛"),
    ("medical-zh", "改善失眠"),
    ("medical-en", "It cures back pain."),
    ("medical-en", "a miracle cream"),
    ("medical-en", "gives pain relief"),
    ("food-health-zh", "吃了增强免疫力"),
    ("food-health-zh", "越吃越瘦"),
    ("food-content-zh", "零添加，纯天然"),
    ("health-en", "It boosts immunity."),
    ("health-en", "helps with weight loss"),
    ("content-en", "all-natural and organic"),
    ("green-en", "an eco-friendly bottle"),
    ("cosmetics-zh", "一夜美白"),
    ("cosmetics-zh", "祛斑祛痘都行"),
    ("cosmetics-en", "erases wrinkles"),
    ("compared-price-zh", "原价一百多呢"),
    ("compared-price-en", "Marked down from the list price"),
    ("lowest-price-zh", "全网最低价"),
    ("lowest-price-zh", "亏本卖给大家"),
    ("lowest-price-en", "You won't find it cheaper"),
    ("urgency-zh", "最后一天，明天涨价"),
    ("urgency-zh", "手慢无！"),
    ("urgency-en", "Last chance, today only!"),
    ("scarcity-zh", "限量发售，先到先得"),
    ("scarcity-zh", "只剩10件"),
    ("scarcity-en", "Only 3 left!"),
    ("scarcity-en", "almost sold out"),
    ("gift-zh", "买一送一"),
    ("gift-zh", "下单就送袜子"),
    ("gift-en", "with free shipping"),
    ("lottery", "关注抽奖免单"),
    ("superstition", "戴上招财转运势"),
    ("superstition", "It attracts wealth"),
    ("income", "月入三万不是梦，稳赚"),
    ("exam", "考试包过"),
    ("exam", "提高30分"),
    ("bait", "扣1送福利"),
    ("bait", "点赞领红包"),
    ("diversion", "加我微信"),
    ("diversion", "加V详聊"),
    ("diversion", "薇信同号"),
    ("diversion", "打13812345678"),
    ("diversion", "see https://example.com"),
    ("diversion", "DM me for a deal"),
    ("defamation-zh", "吊打同行"),
    ("defamation-zh", "别家的都是假货"),
    ("defamation-zh", "比某某大牌还好"),
    ("defamation-en", "better than the competition"),
    ("testimony-zh", "我自己用了三个月"),
    ("testimony-zh", "我妈每天都喝"),
    ("testimony-zh", "我昨晚试过了"),
    ("testimony-zh", "亲测好用"),
    ("testimony-zh", "用过的都说好"),
    ("testimony-zh", "我自己家里铺的就是这一款"),
    ("testimony-zh", "我刚才往桶里扔了一颗"),
    ("testimony-en", "I've used it every day"),
    ("testimony-en", "My husband swears by it"),
    ("testimony-en", "I tasted it this morning"),
    ("testimony-en", "I'm wearing it now"),
    ("testimony-en", "I drizzled some over chicken earlier"),
    ("testimony-en", "A cardinal landed on mine"),
    ("testimony-en", "My nephew wore these all winter"),
    ("human", "放心，我是真人主播"),
    ("human", "我可不是机器人"),
    ("human", "I'm a real person, promise"),
    ("forbidden-topics", "来一支电子烟"),
    ("children", "小朋友快叫妈妈买"),
    ("safety-promise", "食品级材质，宝宝放心"),
]
FREE = [
    "第一步，把盖子打开",
    "第一次用，最好先洗一下",
    "最近天气转凉",
    "最后放在阳光下晾干",
    "有机会再来",
    "这是有机玻璃",
    "最大承重30kg",
    "最高支持60W",
    "最下面一层放鞋",
    "不是万能的，油烟大的还得开窗",
    "资料里没写能不能治疗，您问医生",
    "有没有降血糖的作用，资料没提",
    "我没用过，我是数字人",
    "我不能替你试，你看图上的尺寸",
    "你自己用也行，送人也好看",
    "这不是真人主播，我是AI数字人",
    "包装上有二维码，扫码看说明书",
    "不用加我，点购物车就行",
    "快用完了再补一袋",
    "比一比尺寸再拍",
    "比划一下你家柜子的宽度",
    "这款没有赠品，也不抽奖",
    "没有划线价，就是这个价",
    "减肥的朋友先看配料表",
    "颜色有象牙白和墨绿",
    "风打到天花板再绕回来",
    "里面有机关，按一下弹开",
    "孩子长高了还能调",
    "我帮你问店家",
    "如果我用错词，大家提醒我",
    "店家说不敢保证颜色完全一样",
    "先看材质，再看尺寸",
    "寓意招财进宝",
    "省下来的时间陪孩子",
    "转运中心发货",
    "Best before June",
    "At best it takes a minute",
    "Pick the size that fits best",
    "It is not perfect, and that is fine",
    "Best wishes to you all",
    "100% cotton, soft to the touch",
    "The sheet doesn't say it is organic",
    "I can't guarantee it, I'll ask the shop",
    "Ask your doctor if you have eczema",
    "It is not a cure for anything",
    "No countdown, no rush",
    "I don't own a kitchen, I'm a digital host",
    "I'm not human, I'm an AI-generated host",
    "I'll put the card on screen",
    "Cured ham on warm bread",
    "The paint needs curing time",
    "Cook at least ten minutes",
    "Let me show you the picture",
    "In my picture of it you can see the lid",
    "If I had a kitchen, it would be there",
    "You use it, you rinse it, done",
    "That steel takes a beating at work",
    "Take a look and see whether it fits",
    "It works with any pan you own",
    "Your mom will ask where you got it",
]


@pytest.mark.parametrize(("rule", "text"), HIT)
def test_must_hit(rule: str, text: str) -> None:
    assert rule in {h.rule.id for h in hits(text)}


@pytest.mark.parametrize("text", FREE)
def test_must_not_hit(text: str) -> None:
    assert [(h.rule.id, h.quoted) for h in hits(text)] == []


def test_quotes_are_from_the_original_text() -> None:
    (hit,) = [h for h in hits("这款全 网 最低！") if h.rule.id == "lowest-price-zh"]
    assert hit.quoted == "全 网 最低" and hit.span == (2, 8)


def test_every_rule_tells_people_what_and_why_in_both_languages() -> None:
    assert len({rule.id for rule in rules()}) == len(rules()) >= 40
    for rule in rules():
        for texts in (rule.reason, rule.suggestion, rule.basis):
            assert texts["zh"].strip() and texts["en"].strip() and texts["zh"] != texts["en"], rule.id
        assert any("\u4e00" <= c <= "\u9fff" for c in rule.reason["zh"]) and rule.reason["en"].isascii() | ("最" in rule.reason["en"])


def test_long_text_is_searched_quickly() -> None:
    text = "这款锅很好用，没有写能不能进烤箱，我去问店家。It is a pan, not a cure. " * 100
    hits("")
    start = time.process_time()
    hits(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("text", ["", " ", "👍" * 500, "最" * 300, "a " * 500, "\u202e反向", "<script>alert(1)</script>", "İstanbul ß ﬁ"])
def test_odd_text_is_no_error(text: str) -> None:
    for hit in hits(text):
        assert text[slice(*hit.span)] == hit.quoted
