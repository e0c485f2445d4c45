"""What people call the values of the register (地名库用语): kinds, places, secrecy."""

from __future__ import annotations

NAME_KINDS = {
    "standard": "标准名称",
    "former": "曾用名",
    "alias": "别名",
    "short": "简称",
    "colloquial": "俗称",
    "minority": "少数民族文字",
}
LOCATIONS = {
    "official": "法定位置",
    "public": "公开来源的位置",
    "synthetic": "示意位置",
    "unknown": "位置来源不详",
}
SECRECIES = {
    "public": "公开",
    "internal": "内部",
    "confidential": "秘密",
    "secret": "机密",
    "top_secret": "绝密",
}
