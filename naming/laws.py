"""The acts about place names, as far as their text was read (see `Standing`)."""

from __future__ import annotations

from datetime import date

from rulebook.law import Clause, Law, Standing

DECREE = Law("地名管理条例", "国务院令第753号", date(2022, 5, 1))
MEASURES = Law("地名管理条例实施办法", "民政部令第71号", date(2024, 5, 1))
LANGUAGE = Law("国家通用语言文字法", "主席令第37号", date(2001, 1, 1))
CLEAN_UP = Law("关于进一步清理整治不规范地名的通知", "民发〔2018〕146号", date(2018, 12, 10))
CHARACTERS = Law("通用规范汉字表", "国发〔2013〕23号", date(2013, 6, 5))
SPELLING = Law(
    "中国地名汉语拼音字母拼写规则（汉语地名部分）", "〔84〕中地字第17号", date(1984, 12, 25)
)
SCHEME = Law("汉语拼音方案", "1958年全国人民代表大会批准", date(1958, 2, 11))
CHONGQING = Law("重庆市地名管理条例", "2022年7月22日修订", date(2022, 9, 1))
CHONGQING_PARTS = Law("重庆市地名专名与通名使用规范", "2008年11月", date(2008, 11, 1))
CHONGQING_RULES = Law("地名命名更名工作规程等五项制度", "渝民发〔2023〕7号", date(2023, 7, 19))
HISTORICAL = Law("重庆市市级历史地名鉴定办法", "2023年12月", date(2023, 12, 1))
DATABASE_CODES = Law("国家地名数据库代码编制规则", "民地办发〔2010〕1号", date(2010, 1, 1))
TOWN_CODES = Law("县级以下行政区划代码编制规则", "GB/T 10114-2003", date(2003, 12, 1))
RURAL = Law("关于开展“乡村著名行动”助力乡村振兴的通知", "民函〔2023〕44号", date(2023, 5, 11))
SIGNS = Law("地名 标志", "GB 17733-2008", date(2008, 10, 1))
GREEN = Law("重庆市城市绿地命名管理办法", "2019年", date(2019, 1, 1))


def spelling_rule(article: str) -> Clause:
    """Return an article of the spelling rules of 1984; all 14 were read, but in reprints only."""
    return SPELLING.clause(article, Standing.ASSUMED, "14条见于互相印证的转载，未见正式文本")


NAMED = DECREE.clause("第九条")
ASSUMED = Standing.ASSUMED
